import type { Detector } from './detector.ts'

const number = /(?<![\w.-])(?!000|666|9)\d{3}-(?!00)\d{2}-(?!0000)\d{4}(?![\w-])/g

/** United States social security numbers with hyphens, without the areas, groups and serials that are never issued. */
export const usSsn: Detector = {
  brief: 'United States social security numbers',
  triggers: [number],
  find: (text) => Array.from(text.matchAll(number), ({ index }) => ({ kind: 'us-ssn', start: index, length: 11 })),
}
