import { calls, testAliases } from '../../support/alias-table.ts'

testAliases([
  ['existence', 'existence: a', calls('b', 'a'), 'pass'],
  ['existence, of a list each', 'existence: [a, b]', calls('a', 'x', 'b'), 'pass'],
  ['existence, too few', 'existence: { tool: a, n: 2 }', calls('a', 'b'), 'fail', ['tool-used too-few']],
  ['existence, more', 'existence: { tool: a, n: 2 }', calls('a', 'a', 'a'), 'pass'],
  ['existence of a name seen nowhere', 'existence: c', calls('a'), 'inconclusive', ['tool-used name-never-seen']],
  ['absence', 'absence: a', calls('b'), 'pass'],
  ['absence, once', 'absence: a', calls('b', 'a'), 'fail', ['tool-not-used used']],
  ['absence of two', 'absence: { tool: a, n: 2 }', calls('a', 'b'), 'pass'],
  ['absence of two, twice', 'absence: { tool: a, n: 2 }', calls('a', 'a'), 'fail', ['tool-used too-many']],
  ['exactly once', 'exactly: a', calls('a', 'b'), 'pass'],
  ['exactly twice', 'exactly: { tool: a, n: 2 }', calls('a', 'a'), 'pass'],
  ['exactly twice, once', 'exactly: { tool: a, n: 2 }', calls('a'), 'fail', ['tool-used too-few']],
  ['exactly twice, three times', 'exactly: { tool: a, n: 2 }', calls('a', 'a', 'a'), 'fail', ['tool-used too-many']],
])
