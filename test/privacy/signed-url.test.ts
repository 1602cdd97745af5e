import { expect, test } from 'vitest'

import { find } from './find.ts'

const hex = '0f1e2d3c4b5a69788796a5b4c3d2e1f00f1e2d3c4b5a69788796a5b4c3d2e1f0'

test.each([
  ['aws-signed-url', `https://b.s3.amazonaws.com/k?X-Amz-Credential=x&X-Amz-Expires=900&X-Amz-Signature=${hex}`],
  ['aws-signed-url', `https://b.s3.amazonaws.com/k?X-Amz-Signature=${hex}&X-Amz-Expires=900`],
  ['aws-signed-url', `https://b.s3.amazonaws.com/k?X-Amz-Expires=900\\u0026X-Amz-Signature=${hex}`],
  ['google-signed-url', `https://storage.googleapis.com/b/o?X-Goog-Expires=900&X-Goog-Signature=${hex}`],
  ['signed-url', `https://d111.cloudfront.net/k?Expires=1763640000&Signature=${hex}&Key-Pair-Id=K1`],
  ['azure-signed-url', `https://a.blob.core.windows.net/c/b?sv=2024&se=2026-11-20T00%3A00Z&sig=${hex}%3D`],
  ['azure-signed-url', `/c/b?se=2026-11-20&amp;sig=${hex}`],
])('%s `%s` is found whole', (kind, url) => {
  expect(find('signed-url', url)).toEqual([[kind, url]])
  expect(find('signed-url', `![receipt](${url}) and "${url}"\\n`)).toEqual([
    [kind, url],
    [kind, url],
  ])
})

test.each([
  'https://example.com/k?sig=REDACTED&se=2026-11-20',
  'https://b.s3.amazonaws.com/k?X-Amz-Expires=900&X-Amz-Signature=REDACTED',
  `https://b.s3.amazonaws.com/k?X-Amz-Signature=${hex}`,
  `https://example.com/k?Signature=${hex}`,
  `https://example.com/k?sig=${hex}`,
  `https://example.com/k?se=2026-11-20 and https://example.com/?sig=${hex}`,
  'https://example.com/k?se=1&sig=short',
  `https://example.com/k?se=1&mysig=${hex}`,
  'X-Amz-Expires and X-Amz-Signature',
])('`%s` grants nothing', (text) => {
  expect(find('signed-url', text)).toEqual([])
})
