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
  /** A character class: the secret goes on behind the body as long as its characters are in it. */
  readonly rest?: string
  /** The prefix only leads to the secret: it may start within a word and is not part of the match. */
  readonly isContext?: true
  /** Sees the body; without it, everything that is no placeholder counts. */
  readonly accepts?: (body: string) => boolean
}

/** Shapes that are looked for together. */
export interface SecretFamily {
  /** A literal without which no shape of the family can match. */
  readonly requires?: string
  /** See `Detector`: shortened prefixes, so that few bits hold them all; each is rare in ordinary text. */
  readonly triggers: readonly string[]
  readonly shapes: readonly SecretShape[]
}

const alphanumeric = '[A-Za-z0-9]'
const token = '[\\w-]'

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
  {
    // `risk-free` is no key. Letters that end an escape, `\\n` or `%2F`, may stand before one; see `isWordStart`.
    triggers: ['[^g-mo-qsu-zG-Z]sk-', '[l_]pat', 'x[oa][xp]', '[xy][ap]i-', 'p[lm][x_]'],
    shapes: [
      { kind: 'anthropic-key', prefix: 'sk-ant-', body: `${token}{20,64}`, rest: token },
      { kind: 'openrouter-key', prefix: 'sk-or-v1-', body: '[0-9a-f]{32,64}', rest: alphanumeric },
      { kind: 'langfuse-key', prefix: 'sk-lf-', body: `${token}{20,64}`, rest: token },
      { kind: 'openai-key', prefix: 'sk-(?:proj|svcacct|admin)-', body: `${token}{20,64}`, rest: token },
      // The plain prefix is shared by several vendors and by identifiers, which seldom have a digit in a run of 20.
      {
        kind: 'openai-key',
        prefix: 'sk-',
        body: `${alphanumeric}{20,64}`,
        rest: alphanumeric,
        accepts: isSecretWithDigit,
      },
      { kind: 'gitlab-token', prefix: 'glpat-', body: `${token}{20,64}`, rest: '[\\w.-]' },
      {
        kind: 'slack-token',
        prefix: '(?:xox[abprs]|xapp)-',
        body: '[A-Za-z0-9-]{10,64}',
        rest: '[A-Za-z0-9-]',
        accepts: isSecretWithDigit,
      },
      { kind: 'pypi-token', prefix: 'pypi-', body: `${token}{50,64}`, rest: token },
      { kind: 'xai-key', prefix: 'xai-', body: `${alphanumeric}{40,64}`, rest: alphanumeric },
      { kind: 'perplexity-key', prefix: 'pplx-', body: `${alphanumeric}{40,64}`, rest: alphanumeric },
    ],
  },
  {
    triggers: ['gh[pousr]_', '[l_]pat', 'k_liv', 'p[lm][x_]', 'hf_', 'gsk'],
    shapes: [
      { kind: 'github-token', prefix: 'gh[pousr]_', body: `${alphanumeric}{36,64}`, rest: alphanumeric },
      { kind: 'github-token', prefix: 'github_pat_', body: '\\w{36,64}', rest: '\\w' },
      { kind: 'stripe-key', prefix: '[rs]k_live_', body: `${alphanumeric}{16,64}`, rest: alphanumeric },
      { kind: 'npm-token', prefix: 'npm_', body: `${alphanumeric}{36}(?!${alphanumeric})` },
      { kind: 'hugging-face-token', prefix: 'hf_', body: `${alphanumeric}{30,64}`, rest: alphanumeric },
      { kind: 'groq-key', prefix: 'gsk_', body: `${alphanumeric}{40,64}`, rest: alphanumeric },
    ],
  },
  {
    triggers: ['A[KSI][Iz]', 'S[GK][.0-9a-f]', '[-e][By][EJ]'],
    shapes: [
      { kind: 'aws-access-key', prefix: 'A[KS]IA', body: `[A-Z0-9]{16}(?!${alphanumeric})` },
      { kind: 'google-api-key', prefix: 'AIza', body: `${token}{35}(?!${token})` },
      { kind: 'sendgrid-key', prefix: 'SG\\.', body: `${token}{16,32}\\.${token}{32,64}(?!${token})` },
      { kind: 'twilio-key', prefix: 'SK(?=[0-9a-f]{3})', body: `[0-9a-f]{32}(?!${alphanumeric})` },
      { kind: 'jwt', prefix: 'eyJ', body: `${token}{7,300}\\.eyJ${token}{7,64}`, rest: '[\\w.-]' },
    ],
  },
  {
    triggers: ['[Cc][Rr][Ee][Tt]', '[-e][By][EJ]', 'a[rs][ei][rc]'],
    shapes: [
      {
        kind: 'aws-secret-key',
        prefix: '(?:secret_access_key|SECRET_ACCESS_KEY|[Ss]ecretAccessKey)["\'\\\\\\s:=]{1,10}',
        body: '[A-Za-z0-9/+]{40}(?![A-Za-z0-9/+])',
        isContext: true,
      },
      {
        kind: 'private-key',
        prefix: '-----BEGIN [A-Z ]{0,30}PRIVATE KEY(?: BLOCK)?-----',
        body: '[A-Za-z0-9+/=\\s\\\\]{40,64}',
        rest: '[A-Za-z0-9+/=\\s\\\\]',
      },
      {
        kind: 'bearer-token',
        prefix: '[Bb]earer\\s{1,4}',
        body: '[\\w.~+/-]{20,64}',
        rest: '[\\w.~+/=-]',
        isContext: true,
        accepts: isSecretWithDigit,
      },
      {
        kind: 'basic-credentials',
        prefix: '[Bb]asic\\s{1,4}',
        body: '[A-Za-z0-9+/]{6,1024}={0,2}',
        isContext: true,
        accepts: isBasicCredentials,
      },
    ],
  },
  {
    requires: '://',
    triggers: ['@'],
    shapes: [
      {
        kind: 'url-password',
        prefix: '://[^\\s:/@"\'<>\\\\]{0,64}:',
        body: '[^\\s/?#"\'<>\\\\]{1,128}(?=@[\\w[])',
        isContext: true,
        accepts: (body) => !isPlaceholder(body, 2),
      },
    ],
  },
]
