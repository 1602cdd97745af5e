import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { afterAll, expect, test } from 'vitest'

import { createSpillFiles, type SpillRecord } from '../../src/runs/spill-files.ts'

const folder = mkdtempSync(join(tmpdir(), 'spanpact-test-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const record = (number: number) =>
  ({
    log: {
      traceId: '0af7651916cd43dd8448eb211c80319c',
      spanId: number.toString(16).padStart(16, '0'),
      event: {
        name: 'log',
        timeUnixNano: 1_795_132_800_000_000_000n,
        attributes: new Map(),
        droppedAttributes: 0,
        source: 'log',
        body: null,
      },
      payload: 'x'.repeat(1000),
    },
  }) satisfies SpillRecord

test('what is written is read back in order, file by file', () => {
  const files = createSpillFiles(folder)
  for (let number = 0; number < 3000; number++) files.write(number % 3, record(number))
  expect([...files.read(1)]).toEqual(Array.from({ length: 1000 }, (_, index) => record(index * 3 + 1)))
  files.remove()
  expect(readdirSync(folder)).toEqual([])
})

test('bytes in values are those of their batch, however many are read after it', () => {
  const files = createSpillFiles(folder)
  const holding = (number: number): SpillRecord => ({
    log: { ...record(number).log, payload: new Uint8Array(9).fill(number) },
  })
  for (let number = 0; number < 2000; number++) files.write(0, holding(number % 256))
  expect([...files.read(0)]).toEqual(Array.from({ length: 2000 }, (_, index) => holding(index % 256)))
  files.remove()
})

test('memory outside of the heap is given back with every batch', () => {
  const files = createSpillFiles(folder)
  const before = process.memoryUsage().external
  let most = 0
  for (let number = 0; number < 60_000; number++) {
    files.write(0, record(number))
    if (number % 1000 === 0) most = Math.max(most, process.memoryUsage().external - before)
  }
  files.remove()
  // Of 60 MB that are written.
  expect(most).toBeLessThan(6 * 2 ** 20)
})
