import type { RareTrigger } from './detector.ts'
import { isPlaceholder } from './placeholder.ts'

/** How one vendor's credential looks: a fixed prefix, then at least so many characters of a class. */
export interface SecretShape {
  readonly kind: string
  /**
   * Expression sources, without capture groups. Repetition is bounded: no text takes more than linear time, nor more than
   * the stack of the expression engine, which an unbounded one exceeds at 8 million characters.
   */
  readonly prefix: string
  readonly body: string
  /**
   * The rare character of the prefix, or class of such, by which texts are searched for prefix and body; triggers where
   * there is none, or where a failed attempt would cost too much.
   */
  readonly soughtBy: string | readonly RareTrigger[]
  /** A character class: the secret goes on behind the body as long as its characters are in it. */
  readonly rest?: string
  /** The prefix only leads to the secret: it may start within a word and is not part of the match. */
  readonly isContext?: true
  /** Sees the body; without it, everything that is no placeholder counts. */
  readonly accepts?: (body: string) => boolean
}

/** Shapes that are looked for together: where one was taken for the start of a secret, no other is tried. */
export type SecretFamily = readonly SecretShape[]

const alphanumeric = '[A-Za-z0-9]'
const token = '[\\w-]'
const passwordCharacter = '[^\\s/?#"\'<>\\\\]'
const hostStart = '[\\w[]'

/** Tokens of letters and digits: fewer than five distinct characters are filler such as `xxxx`. */
export function isLikelySecret(body: string): boolean {
  return !isPlaceholder(body, 5)
}

function isSecretWithDigit(body: string): boolean {
  return /\d/.test(body) && isLikelySecret(body)
}

/** Prose such as "Basic understanding" has the shape too, but does not decode to printable `user:password`. */
function isBasicCredentials(body: string): boolean {
  return body.length % 4 === 0 && /^[ -~]+:[ -~]+$/.test(atob(body)) && isLikelySecret(body)
}

/**
 * Shapes grouped by the character their prefixes end in: V8 skips ahead by that character, and one expression over all
 * of them scans several times slower than these few. Within a family, the longer prefix comes first.
 */
export const secretFamilies: readonly SecretFamily[] = [
  [
    { kind: 'anthropic-key', soughtBy: '-', prefix: 'sk-ant-', body: `${token}{20,64}`, rest: token },
    { kind: 'openrouter-key', soughtBy: '-', prefix: 'sk-or-v1-', body: '[0-9a-f]{32,64}', rest: alphanumeric },
    { kind: 'langfuse-key', soughtBy: '-', prefix: 'sk-lf-', body: `${token}{20,64}`, rest: token },
    { kind: 'openai-key', soughtBy: '-', prefix: 'sk-(?:proj|svcacct|admin)-', body: `${token}{20,64}`, rest: token },
    // The plain prefix is shared by several vendors and by identifiers, which seldom have a digit in a run of 20.
    {
      kind: 'openai-key',
      soughtBy: '-',
      prefix: 'sk-',
      body: `${alphanumeric}{20,64}`,
      rest: alphanumeric,
      accepts: isSecretWithDigit,
    },
    { kind: 'gitlab-token', soughtBy: '-', prefix: 'glpat-', body: `${token}{20,64}`, rest: '[\\w.-]' },
    {
      kind: 'slack-token',
      soughtBy: '-',
      prefix: '(?:xox[abprs]|xapp)-',
      body: '[A-Za-z0-9-]{10,64}',
      rest: '[A-Za-z0-9-]',
      accepts: isSecretWithDigit,
    },
    { kind: 'pypi-token', soughtBy: '-', prefix: 'pypi-', body: `${token}{50,64}`, rest: token },
    { kind: 'xai-key', soughtBy: '-', prefix: 'xai-', body: `${alphanumeric}{40,64}`, rest: alphanumeric },
    { kind: 'perplexity-key', soughtBy: '-', prefix: 'pplx-', body: `${alphanumeric}{40,64}`, rest: alphanumeric },
  ],
  [
    { kind: 'github-token', soughtBy: '_', prefix: 'gh[pousr]_', body: `${alphanumeric}{36,64}`, rest: alphanumeric },
    { kind: 'github-token', soughtBy: '_', prefix: 'github_pat_', body: '\\w{36,64}', rest: '\\w' },
    { kind: 'stripe-key', soughtBy: '_', prefix: '[rs]k_live_', body: `${alphanumeric}{16,64}`, rest: alphanumeric },
    { kind: 'npm-token', soughtBy: '_', prefix: 'npm_', body: `${alphanumeric}{36}(?!${alphanumeric})` },
    { kind: 'hugging-face-token', soughtBy: '_', prefix: 'hf_', body: `${alphanumeric}{30,64}`, rest: alphanumeric },
    { kind: 'groq-key', soughtBy: '_', prefix: 'gsk_', body: `${alphanumeric}{40,64}`, rest: alphanumeric },
  ],
  [
    { kind: 'aws-access-key', soughtBy: 'I', prefix: 'A[KS]IA', body: `[A-Z0-9]{16}(?!${alphanumeric})` },
    { kind: 'google-api-key', soughtBy: 'I', prefix: 'AIza', body: `${token}{35}(?!${token})` },
    { kind: 'sendgrid-key', soughtBy: 'G', prefix: 'SG\\.', body: `${token}{16,32}\\.${token}{32,64}(?!${token})` },
    { kind: 'twilio-key', soughtBy: 'K', prefix: 'SK(?=[0-9a-f]{3})', body: `[0-9a-f]{32}(?!${alphanumeric})` },
    {
      kind: 'jwt',
      soughtBy: [{ before: 'ey', rare: 'J', behind: `${token}{7}` }],
      prefix: 'eyJ',
      body: `${token}{7,300}\\.eyJ${token}{7,64}`,
      rest: '[\\w.-]',
    },
  ],
  [
    {
      kind: 'aws-secret-key',
      soughtBy: [
        { before: 'secret', rare: '_', behind: 'access_key' },
        { before: 'SECRET', rare: '_', behind: 'ACCESS_KEY' },
        { before: '[Ss]ecretAccess', rare: 'K', behind: 'ey' },
      ],
      prefix: '(?:secret_access_key|SECRET_ACCESS_KEY|[Ss]ecretAccessKey)["\'\\\\\\s:=]{1,10}',
      body: '[A-Za-z0-9/+]{40}(?![A-Za-z0-9/+])',
      isContext: true,
    },
    {
      kind: 'private-key',
      soughtBy: '-',
      prefix: '-----BEGIN [A-Z ]{0,30}PRIVATE KEY(?: BLOCK)?-----',
      body: '[A-Za-z0-9+/=\\s\\\\]{40,64}',
      rest: '[A-Za-z0-9+/=\\s\\\\]',
    },
    {
      kind: 'bearer-token',
      soughtBy: '[Bb]',
      prefix: '[Bb]earer\\s{1,4}',
      body: '[\\w.~+/-]{20,64}',
      rest: '[\\w.~+/=-]',
      isContext: true,
      accepts: isSecretWithDigit,
    },
    {
      kind: 'basic-credentials',
      soughtBy: '[Bb]',
      prefix: '[Bb]asic\\s{1,4}',
      body: '[A-Za-z0-9+/]{6,1024}={0,2}',
      isContext: true,
      accepts: isBasicCredentials,
    },
  ],
  [
    {
      kind: 'url-password',
      soughtBy: [{ before: passwordCharacter, rare: '@', behind: hostStart }],
      prefix: '://[^\\s:/@"\'<>\\\\]{0,64}:',
      body: `${passwordCharacter}{1,128}(?=@${hostStart})`,
      isContext: true,
      accepts: (body) => !isPlaceholder(body, 2),
    },
  ],
]
