import type { ToolResult } from './transcript.ts'

/** Calls of one transcript that wait for a result. */
export interface OpenCalls<Call> {
  readonly add: (call: Call, id: string | null, name: string) => void
  /** Takes the calls that a result answers, the oldest of equal ones; fewer than it names where some were never asked for. */
  readonly answer: (result: ToolResult) => readonly Call[]
  readonly rest: () => readonly Call[]
}

interface Entry<Call> {
  readonly call: Call
  isOpen: boolean
}

/** Entries in the order they came; those before `next` are closed. */
interface Queue<Call> {
  readonly entries: Entry<Call>[]
  next: number
}

export function createOpenCalls<Call>(): OpenCalls<Call> {
  const all: Queue<Call> = { entries: [], next: 0 }
  const byId = new Map<string, Queue<Call>>()
  const byName = new Map<string, Queue<Call>>()
  return {
    add(call, id, name) {
      const entry = { call, isOpen: true }
      all.entries.push(entry)
      queueOf(byName, name).entries.push(entry)
      if (id !== null) queueOf(byId, id).entries.push(entry)
    },
    answer({ callIds, name }) {
      if (callIds.length === 0) return takeFrom(name === null ? all : byName.get(name))
      return callIds.flatMap((id) => takeFrom(byId.get(id)))
    },
    rest: () => all.entries.filter(({ isOpen }) => isOpen).map(({ call }) => call),
  }
}

function queueOf<Call>(queues: Map<string, Queue<Call>>, key: string): Queue<Call> {
  const known = queues.get(key)
  if (known !== undefined) return known
  const queue: Queue<Call> = { entries: [], next: 0 }
  queues.set(key, queue)
  return queue
}

/** The oldest open call of the queue, which is open no longer. */
function takeFrom<Call>(queue: Queue<Call> | undefined): readonly Call[] {
  if (queue === undefined) return []
  for (let entry = queue.entries[queue.next]; entry !== undefined; entry = queue.entries[queue.next]) {
    queue.next += 1
    if (!entry.isOpen) continue
    entry.isOpen = false
    return [entry.call]
  }
  return []
}
