import type { DetectorId } from '../../src/privacy/index.ts'

/** Puts made-up credentials together: in one piece, they would stop at the secret scanners of code hosts. */
export function joined(...parts: readonly string[]): string {
  return parts.join('')
}

const mixed = 'aB3dE5gH7jK9mN1pQ2rS4tU6vW8xY0zA1bC3dE5fG7hJ9kL2mN4pQ6rS8tU0vW2xY4zA6bC8dE0f'
const hex = '0f1e2d3c4b5a69788796a5b4c3d2e1f00f1e2d3c4b5a69788796a5b4c3d2e1f0'
const base64 = 'MIIEvQIBADANBgkqhkiG9w0BAQEFAASCBKcwggSjAgEAAoIBAQC7'

export const jwt = [
  joined('eyJ', 'hbGciOiJIUzI1NiJ9'),
  joined('eyJ', 'zdWIiOiIxMjM0NTY3ODkwIn0'),
  mixed.slice(0, 43),
].join('.')
export const privateKey = joined('-----BEGIN RSA PRIVATE', ' KEY-----\n', base64, '\n', base64, '\n')

/** Each is found whole, wherever it stands between quotes or line breaks. */
export const wholeSecrets: readonly [kind: string, secret: string][] = [
  ['aws-access-key', joined('AKIA', 'ABCDEFGHIJKLMNOP')],
  ['aws-access-key', joined('ASIA', 'Y34FZKBOKMUTVV7A')],
  ['github-token', 'ghp_' + mixed.slice(0, 36)],
  ['github-token', 'gho_' + mixed.slice(0, 36)],
  ['github-token', 'ghs_' + mixed.slice(0, 36)],
  ['github-token', 'ghu_' + mixed.slice(0, 36)],
  ['github-token', 'ghr_' + mixed.slice(0, 76)],
  ['github-token', joined('github_', 'pat_') + mixed.slice(0, 22) + '_' + mixed.slice(0, 59)],
  ['gitlab-token', 'glpat-' + mixed.slice(0, 18) + '-_'],
  ['openai-key', 'sk-' + mixed.slice(0, 48)],
  ['openai-key', 'sk-' + hex.slice(0, 32)],
  ['openai-key', 'sk-proj-' + mixed + '-_' + mixed],
  ['openai-key', 'sk-svcacct-' + mixed],
  ['anthropic-key', joined('sk-ant-', 'api03-') + mixed + '-AA'],
  ['openrouter-key', 'sk-or-v1-' + hex],
  ['langfuse-key', joined('sk-lf-', '0f1e2d3c-4b5a-4978-8796-a5b4c3d2e1f0')],
  ['slack-token', joined('xoxb-', '2345678901-2345678901234-') + mixed.slice(0, 24)],
  ['slack-token', joined('xoxp-', '2345678901-') + mixed.slice(0, 24)],
  ['slack-token', joined('xapp-', '1-A0B1C2D3E4F-2345678901-') + hex],
  ['stripe-key', joined('sk_', 'live_') + mixed.slice(0, 24)],
  ['stripe-key', joined('rk_', 'live_') + mixed.slice(0, 24)],
  ['google-api-key', 'AIza' + mixed.slice(0, 33) + '-_'],
  ['npm-token', 'npm_' + mixed.slice(0, 36)],
  ['pypi-token', joined('pypi-', 'AgEIcHlwaS5vcmc') + mixed],
  ['sendgrid-key', joined('SG', '.') + mixed.slice(0, 22) + '.' + mixed.slice(0, 43)],
  ['twilio-key', 'SK' + hex.slice(0, 32)],
  ['hugging-face-token', 'hf_' + mixed.slice(0, 34)],
  ['groq-key', 'gsk_' + mixed.slice(0, 52)],
  ['xai-key', 'xai-' + mixed],
  ['perplexity-key', 'pplx-' + mixed.slice(0, 48)],
  ['jwt', jwt],
  ['private-key', privateKey],
]

/** The first part only leads to the second, which is what is found. */
export const secretsInContext: readonly [kind: string, context: string, secret: string, after: string][] = [
  ['aws-secret-key', 'AWS_SECRET_ACCESS_KEY=', mixed.slice(0, 38) + '/+', ''],
  ['aws-secret-key', 'aws_secret_access_key = ', mixed.slice(0, 40), '\n'],
  ['aws-secret-key', '{"SecretAccessKey": "', mixed.slice(0, 40), '"}'],
  ['aws-secret-key', '{\\"secretAccessKey\\": \\"', mixed.slice(0, 40), '\\"}'],
  ['bearer-token', 'Authorization: Bearer ', mixed.slice(0, 40) + '==', ''],
  ['bearer-token', 'bearer ', '0f1e2d3c-4b5a-4978-8796-a5b4c3d2e1f0', ', then'],
  ['basic-credentials', 'Authorization: Basic ', Buffer.from('jane:correct horse').toString('base64'), ''],
  ['url-password', 'postgres://app:', 'kJ8!s@d=', '@db.example.com:5432/orders'],
  ['url-password', 'redis://:', 'hunter2', '@10.0.0.7:6379'],
  ['url-password', 'https://jane:', 'hunter2', '@example.com/'],
]

/** One or more texts per detector that are found whole. */
export const samples: Readonly<Record<DetectorId, readonly string[]>> = {
  secrets: wholeSecrets.map(([, secret]) => secret),
  email: ['jane.doe@example.com', 'a@b.co', 'jane%40example.com'],
  'payment-card': ['4111111111111111', '4111 1111 1111 1111', '3782-822463-10005'],
  phone: ['+491512345678', '+1 (415) 555-2671'],
  iban: ['DE89370400440532013000', 'GB29 NWBK 6016 1331 9268 19'],
  'us-ssn': ['123-45-6789'],
  'signed-url': [
    'https://b.s3.amazonaws.com/k?X-Amz-Expires=900&X-Amz-Signature=' + hex,
    'https://a.blob.core.windows.net/c/b?se=2026-11-20T00%3A00%3A00Z&sig=' + mixed.slice(0, 43) + '%3D',
  ],
}
