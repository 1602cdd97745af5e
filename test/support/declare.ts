import { expect, test } from 'vitest'

import { judgeRun, trajectoryOf } from './judge-run.ts'
import type { StepSketch } from './step-sketch.ts'

/** A minimal automaton over `a`, `b`, `c`: states from 0, which is the first. */
export interface WordAutomaton {
  /** Next state by letter, for each state. */
  readonly next: readonly Readonly<Record<'a' | 'b' | 'c', number>>[]
  readonly accepts: readonly number[]
}

const letters = ['a', 'b', 'c'] as const

/** All 1093 words of up to six letters. */
export function allWords(): readonly string[] {
  const words: string[] = ['']
  for (let at = 0; at < words.length; at++) {
    if (words[at]!.length < 6) words.push(...letters.map((letter) => words[at]! + letter))
  }
  return words
}

export function accepts({ next, accepts: final }: WordAutomaton, word: string): boolean {
  let state = 0
  for (const letter of word) state = next[state]![letter as 'a']
  return final.includes(state)
}

/** Steps of a word: a tool for each letter, one after another. */
export function stepsOfWord(word: string): StepSketch[] {
  return word.split('').map((tool) => ({ tool }))
}

/** Number of states that no word tells apart: none can be merged, and all are reached, where it equals theirs. */
export function distinctStates({ next, accepts: final }: WordAutomaton): number {
  let classes: number[] = next.map((_, state) => (final.includes(state) ? 1 : 0))
  for (;;) {
    const names = next.map((row, state) => [classes[state], ...letters.map((letter) => classes[row[letter]])].join())
    const distinct = [...new Set(names)]
    const refined = names.map((name) => distinct.indexOf(name))
    if (distinct.length === new Set(classes).size) break
    classes = refined
  }
  const reached = new Set([0])
  for (const state of reached) for (const letter of letters) reached.add(next[state]![letter])
  return new Set([...reached].map((state) => classes[state])).size
}

/** On runs that are words, the rule says what its automaton says, of all of them; source of the numbers: DECLARE's templates. */
export function testWords(item: string, automaton: WordAutomaton, expected: { words: number; states: number }): void {
  test('the automaton is the smallest, and accepts as many words as it should', () => {
    expect(automaton.next.length).toBe(expected.states)
    expect(distinctStates(automaton)).toBe(expected.states)
    expect(allWords().filter((word) => accepts(automaton, word)).length).toBe(expected.words)
  })

  test('says of every word what the automaton says', () => {
    const different = allWords().filter((word) => {
      const { verdict } = judgeRun(item, trajectoryOf(stepsOfWord(word)))
      return verdict !== (accepts(automaton, word) ? 'pass' : 'fail')
    })
    expect(different).toEqual([])
  })
}
