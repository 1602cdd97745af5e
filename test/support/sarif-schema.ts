/**
 * The parts of the SARIF 2.1.0 schema that the reporter relies on: required properties, types, enumerations and bounds
 * as in sarif-schema-2.1.0.json of OASIS. Every object is closed, as it is there.
 */
export const sarifSchema = {
  $schema: 'http://json-schema.org/draft-07/schema#',
  ...closed(
    {
      $schema: { type: 'string', pattern: '^https://' },
      version: { enum: ['2.1.0'] },
      runs: { type: 'array', minItems: 0, items: ref('run') },
    },
    ['version', 'runs'],
  ),
  definitions: {
    run: closed(
      {
        tool: closed({ driver: ref('toolComponent') }, ['driver']),
        invocations: { type: 'array', items: ref('invocation') },
        columnKind: { enum: ['utf16CodeUnits', 'unicodeCodePoints'] },
        results: { type: 'array', items: ref('result') },
      },
      ['tool'],
    ),
    toolComponent: closed(
      {
        name: { type: 'string' },
        semanticVersion: { type: 'string' },
        informationUri: absoluteUri(),
        rules: { type: 'array', uniqueItems: true, items: ref('reportingDescriptor') },
      },
      ['name'],
    ),
    reportingDescriptor: closed(
      {
        id: { type: 'string' },
        shortDescription: ref('multiformatMessageString'),
        help: ref('multiformatMessageString'),
        helpUri: absoluteUri(),
        defaultConfiguration: closed({ level: ref('level') }, []),
      },
      ['id'],
    ),
    invocation: closed(
      {
        executionSuccessful: { type: 'boolean' },
        toolExecutionNotifications: { type: 'array', items: ref('notification') },
      },
      ['executionSuccessful'],
    ),
    notification: closed(
      { level: ref('level'), message: ref('message'), locations: { type: 'array', items: ref('location') } },
      ['message'],
    ),
    result: closed(
      {
        ruleId: { type: 'string' },
        ruleIndex: { type: 'integer', minimum: -1 },
        kind: { enum: ['notApplicable', 'pass', 'fail', 'review', 'open', 'informational'] },
        level: ref('level'),
        message: ref('message'),
        locations: { type: 'array', items: ref('location') },
        relatedLocations: { type: 'array', uniqueItems: true, items: ref('location') },
        occurrenceCount: { type: 'integer', minimum: 1 },
        partialFingerprints: { type: 'object', additionalProperties: { type: 'string' } },
        properties: { type: 'object' },
      },
      ['message'],
    ),
    location: closed(
      {
        id: { type: 'integer', minimum: -1 },
        physicalLocation: closed({ artifactLocation: ref('artifactLocation'), region: ref('region') }, [
          'artifactLocation',
        ]),
        logicalLocations: { type: 'array', uniqueItems: true, items: ref('logicalLocation') },
        message: ref('message'),
      },
      [],
    ),
    artifactLocation: closed(
      // A relative URI reference without a scheme: nothing but unreserved characters, `%` and `/`.
      { uri: { type: 'string', pattern: "^(?:[A-Za-z0-9_.!~*'()/-]|%[0-9A-F]{2})+$" } },
      [],
    ),
    region: closed(
      {
        startLine: { type: 'integer', minimum: 1 },
        startColumn: { type: 'integer', minimum: 1 },
        byteOffset: { type: 'integer', minimum: -1 },
      },
      [],
    ),
    logicalLocation: closed(
      { name: { type: 'string' }, fullyQualifiedName: { type: 'string' }, kind: { type: 'string' } },
      [],
    ),
    message: closed({ text: { type: 'string' } }, ['text']),
    multiformatMessageString: closed({ text: { type: 'string' } }, ['text']),
    level: { enum: ['none', 'note', 'warning', 'error'] },
  },
} as const

function closed(properties: Readonly<Record<string, unknown>>, required: readonly string[]) {
  return { type: 'object', additionalProperties: false, properties, required }
}

function ref(name: string) {
  return { $ref: `#/definitions/${name}` }
}

function absoluteUri() {
  return { type: 'string', pattern: "^https://[A-Za-z0-9._~:/?#@!$&'()*+,;=%-]+$" }
}
