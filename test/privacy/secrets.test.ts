import { describe, expect, test } from 'vitest'

import { compileDetectors } from '../../src/privacy/index.ts'
import { secretFamilies } from '../../src/privacy/secret-shapes.ts'
import { find } from './find.ts'
import { joined, jwt, privateKey, secretsInContext, wholeSecrets } from './samples.ts'

const token = joined('ghp_', 'aB3dE5gH7jK9mN1pQ2rS4tU6vW8xY0zA1bC3')

describe('credentials', () => {
  test.each(wholeSecrets)('%s is found alone and in JSON text', (kind, secret) => {
    expect(find('secrets', secret)).toEqual([[kind, secret]])
    expect(find('secrets', `{"content":"it is ${secret}"}`)).toEqual([[kind, secret]])
  })

  test.each(secretsInContext)('%s is found behind `%s`', (kind, context, secret, after) => {
    expect(find('secrets', context + secret + after)).toEqual([[kind, secret]])
  })

  test('every kind has a sample', () => {
    const kinds = new Set([...wholeSecrets, ...secretsInContext].map(([kind]) => kind))
    expect([...kinds].toSorted()).toEqual([...new Set(secretFamilies.flat().map(({ kind }) => kind))].toSorted())
  })

  test.each(['\\n', '\\t', '%20', '%3D', '=', '/', '-', '_', ':'])('a token may follow `%s`', (before) => {
    expect(find('secrets', `key${before}${token}`)).toEqual([['github-token', token]])
  })

  test('several are found in order, and the specific kind wins over the header it stands in', () => {
    const text = `Authorization: Bearer ${jwt} and ${token}, ${token}`
    expect(find('secrets', text)).toEqual([
      ['jwt', jwt],
      ['github-token', token],
      ['github-token', token],
    ])
  })

  test('a token longer than any bound is found to its end', () => {
    const long = joined('sk-proj-', 'aB3dE5gH7jK9').repeat(5000)
    expect(find('secrets', `"${long}"`)).toEqual([['openai-key', long]])
  })

  test('the end marker of a private key is not part of it', () => {
    expect(find('secrets', `${privateKey}-----END RSA PRIVATE KEY-----`)).toEqual([['private-key', privateKey]])
  })
})

test.each([
  joined('AKIA', 'IOSFODNN7EXAMPLE'),
  joined('AKIA', 'ABCDEFGHIJKLMNO'),
  joined('AKIA', 'ABCDEFGHIJKLMNOPQ'),
  joined('XAKIA', 'ABCDEFGHIJKLMNOP'),
  joined('AWS_SECRET_ACCESS_KEY=wJalrXUtnFEMI/K7MDENG/bPxRfiCY', 'EXAMPLEKEY'),
  joined('sk-', 'x').repeat(48),
  'sk-your-key-goes-here-0123456789',
  joined('sk-proj-', '*').repeat(40),
  'sk-learn-pipeline-with-standard-scaler',
  joined('sk-', 'onlylettersofaverylongword'),
  'task-aB3dE5gH7jK9mN1pQ2rS4tU6',
  joined('ghp_', '0').repeat(36),
  joined('sk_', 'test_aB3dE5gH7jK9mN1pQ2rS4tU6'),
  'Bearer <token>',
  'Bearer [REDACTED]',
  'Bearer ${TOKEN}',
  'Bearer ***',
  'bearer authentication-is-required-here',
  'Basic understanding of the Basic principles',
  'Basic dGhpcyBpcyBub3QgYSBwYXNzd29yZA==',
  joined('eyJ', 'hbGciOiJIUzI1NiJ9.', 'not-a-payload'),
  '-----BEGIN PRIVATE KEY-----\n...\n-----END PRIVATE KEY-----',
  '-----BEGIN PUBLIC KEY-----\nMIIEvQIBADANBgkqhkiG9w0BAQEFAASCBKcwggSjAgEAAoIBAQC7\n',
  'https://REDACTED:REDACTED@www.example.com/',
  'postgres://app:${DB_PASSWORD}@db',
  'postgres://app:***@db',
  'postgres://app:xxxxxxxx@db',
  'https://example.com:8443/a@b',
  'http://localhost:3000?user=jane@example.com',
  'ssh://git@github.com/org/repo',
  'SKU-0f1e2d3c4b5a69788796a5b4c3d2e1f0',
  '4bf92f3577b34da6a3ce929d0e0e4736',
])('`%s` is no secret', (text) => {
  expect(find('secrets', text)).toEqual([])
})

test.each(['\\n', '\\t', '\\r', '\\b', '\\f', '%20', '%2F', '%0a', ' ', '"', ''])(
  'a key behind `%s` is found: the prefilter lets through whatever may end a word',
  (before) => {
    const key = `sk-proj-${'A1b2C3d4E5f6G7h8'.repeat(3)}`
    expect(compileDetectors(['secrets'], [])(`x${before === '' ? '=' : before}${key}`).map(({ kind }) => kind)).toEqual(
      ['openai-key'],
    )
  },
)
