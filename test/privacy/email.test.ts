import { expect, test } from 'vitest'

import { find } from './find.ts'

test.each([
  ['jane@example.com', ['jane@example.com']],
  ['write to jane.doe+news@mail.example.co.uk, or a@b.co.', ['jane.doe+news@mail.example.co.uk', 'a@b.co']],
  ['<mailto:Jane@Example.COM>', ['Jane@Example.COM']],
  ['{"email":"jane_doe@example.museum"}', ['jane_doe@example.museum']],
  ['hello\\njane@example.com\\nbye', ['jane@example.com']],
  ['https://example.com/find?email=jane@example.com&x=1', ['jane@example.com']],
  ['https://example.com/find?email=jane%40example.com&x=1', ['jane%40example.com']],
  ['jane@example.com:hunter2', ['jane@example.com']],
  ['jane@163.com', ['jane@163.com']],
  ['jane@example.com.5', ['jane@example.com']],
  ['请写信给jane@example.com谢谢', ['jane@example.com']],
])('in `%s` are %j', (text, addresses) => {
  expect(find('email', text)).toEqual(addresses.map((address) => ['email', address]))
})

test.each([
  'root@localhost',
  'user@host',
  '@ai-sdk/otel',
  'pkg@1.2.3',
  'next@15.0.0-canary.rc',
  'node_modules/.pnpm/react@18.2.0/node_modules',
  'git@github.com:org/repo.git',
  'ssh://git@github.com/org/repo',
  'deploy@host.example.com:/srv/app',
  'postgres://app:secret@db.example.com/orders',
  'https://jane@example.com/',
  'root@pod.namespace.svc.cluster.local',
  'ec2-user@ip-10-0-0-1.ec2.internal',
  'logo@2x.png',
  'module@v1.js',
  'a@b.c',
  '@example.com',
  '\\@example.com',
  'jane@',
  'jane@.com',
  'jane@-example.com',
  '@@@@',
])('`%s` is no address', (text) => {
  expect(find('email', text)).toEqual([])
})
