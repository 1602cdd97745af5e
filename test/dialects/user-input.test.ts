import { describe, expect, test } from 'vitest'

import { factsOf, userTextsOf, userTextsOfLogs } from '../../src/dialects/index.ts'
import type { Span } from '../../src/model/span.ts'
import { fileSource } from '../../src/readers/index.ts'
import { readAll } from '../support/otlp/read-all.ts'
import { span, type SpanSketch } from '../support/span.ts'

const textsOf = (one: Span): readonly string[] | undefined => userTextsOf(one, () => factsOf(one)?.kind)

const sketch = (attributes: Record<string, unknown>, rest: Partial<SpanSketch> = {}): Span =>
  span({ name: 'x', attributes, ...rest })

describe('what the user said, in the words of each vocabulary', () => {
  const chat = { 'gen_ai.operation.name': 'chat' }
  const text = JSON.stringify
  test.each<[string, Span, readonly string[] | undefined]>([
    [
      'parts of the GenAI conventions',
      sketch({
        ...chat,
        'gen_ai.input.messages': text([
          { role: 'system', parts: [{ type: 'text', content: 'Be brief.' }] },
          {
            role: 'user',
            parts: [
              { type: 'text', content: 'Where is' },
              { type: 'blob', content: 'aGk=' },
              { type: 'text', content: 'O-1?' },
            ],
          },
          { role: 'tool', parts: [{ type: 'tool_call_response', id: 'c', response: 'lost' }] },
          { role: 'user', parts: [{ type: 'text', content: 'Oh.' }] },
        ]),
      }),
      ['Where is\nO-1?', 'Oh.'],
    ],
    [
      'one event per message',
      sketch(chat, {
        events: [
          { name: 'gen_ai.system.message', attributes: { content: 'Be brief.' } },
          { name: 'gen_ai.user.message', attributes: { content: 'Where is O-1?' } },
        ],
      }),
      ['Where is O-1?'],
    ],
    [
      'indexed keys of OpenLLMetry',
      sketch({
        'gen_ai.prompt.10.role': 'user',
        'gen_ai.prompt.10.content': 'third',
        'gen_ai.prompt.2.role': 'user',
        'gen_ai.prompt.2.content': text([{ type: 'text', text: 'second' }]),
        'gen_ai.prompt.0.role': 'system',
        'gen_ai.prompt.0.content': 'first',
      }),
      ['second', 'third'],
    ],
    [
      'indexed keys of OpenInference, before the input as a whole',
      sketch({
        'openinference.span.kind': 'LLM',
        'input.value': 'everything',
        'llm.input_messages.1.message.role': 'user',
        'llm.input_messages.1.message.contents.0.message_content.text': 'a',
        'llm.input_messages.1.message.contents.1.message_content.text': 'b',
        'llm.input_messages.0.message.role': 'system',
        'llm.input_messages.0.message.content': 'Be brief.',
      }),
      ['a\nb'],
    ],
    [
      'the input of an agent of OpenInference',
      sketch({ 'openinference.span.kind': 'AGENT', 'input.value': 'Where is O-1?' }),
      ['Where is O-1?'],
    ],
    [
      'that of a tool is no word of the user',
      sketch({ 'openinference.span.kind': 'TOOL', 'input.value': 'Where is O-1?' }),
      undefined,
    ],
    ['the prompt of the Vercel AI SDK', sketch({ 'ai.prompt': text({ prompt: 'Where is O-1?' }) }), ['Where is O-1?']],
    [
      'its messages',
      sketch({
        'ai.prompt.messages': text([
          { role: 'user', content: [{ type: 'text', text: 'Where is O-1?' }] },
          { role: 'tool', content: [{ type: 'tool-result', toolCallId: 'c', toolName: 'f', result: 1 }] },
        ]),
      }),
      ['Where is O-1?'],
    ],
    [
      'messages of LangChain in a run of LangSmith',
      sketch({
        'langsmith.span.kind': 'chain',
        'langsmith.run.inputs': text({
          messages: [
            [
              {
                lc: 1,
                type: 'constructor',
                id: ['langchain', 'schema', 'SystemMessage'],
                kwargs: { content: 'Be brief.' },
              },
              {
                lc: 1,
                type: 'constructor',
                id: ['langchain', 'schema', 'HumanMessage'],
                kwargs: { content: 'Where?' },
              },
            ],
          ],
        }),
      }),
      ['Where?'],
    ],
    [
      'messages of LangGraph as pairs, in an observation of Langfuse',
      sketch({
        'langfuse.observation.input': text({
          messages: [
            ['system', 'Be brief.'],
            ['user', 'Where?'],
          ],
        }),
      }),
      ['Where?'],
    ],
    [
      'results of tools are no word of the user, although Anthropic gives them its role',
      sketch({
        ...chat,
        'gen_ai.input.messages': text([
          { role: 'user', content: 'Where?' },
          { role: 'assistant', content: [{ type: 'tool_use', id: 'c', name: 'f', input: {} }] },
          { role: 'user', content: [{ type: 'tool_result', tool_use_id: 'c', content: 'there' }] },
        ]),
      }),
      ['Where?'],
    ],
    [
      'a request to Gemini',
      sketch({
        'gcp.vertex.agent.llm_request': text({
          model: 'gemini',
          contents: [{ role: 'user', parts: [{ text: 'hi' }] }],
        }),
      }),
      ['hi'],
    ],
    [
      'arguments of a traced function',
      sketch({ 'langfuse.observation.input': '{"args":["x"],"kwargs":{}}' }),
      undefined,
    ],
    ['redacted', sketch({ ...chat, 'gen_ai.input.messages': '[redacted]' }), undefined],
    ['cut', sketch({ ...chat, 'gen_ai.input.messages': '[{"role":"user","content":"Where...' }), undefined],
    ['only a role', sketch({ 'gen_ai.prompt.0.role': 'user' }), undefined],
    ['nothing', sketch(chat), undefined],
  ])('%s', (_name, one, expected) => {
    expect(textsOf(one)).toEqual(expected)
  })

  test('log records that belong to a span', () => {
    const [event] = span({
      name: 'x',
      events: [{ name: 'gen_ai.user.message', attributes: { content: 'Where?' } }],
    }).events
    expect(userTextsOfLogs([event!])).toEqual(['Where?'])
    expect(userTextsOfLogs([{ ...event!, name: 'gen_ai.choice' }])).toBeUndefined()
  })

  test('deep holders end', () => {
    let deep: unknown = [{ role: 'user', content: 'x' }]
    for (let depth = 0; depth < 50; depth++) deep = { input: deep }
    expect(textsOf(sketch({ 'langfuse.observation.input': JSON.stringify(deep) }))).toBeUndefined()
  })
})

describe('recordings', () => {
  /** Read off the files. */
  test.each([
    ['agent-prism/rag_earnings_agent.json', 'retrieval_chain', "what was meta's revenue in Q4 2023"],
    ['agentevals/helm.json', 'openai.chat', 'list all Helm releases'],
    ['agentevals/helm.json', 'call_llm', 'list all Helm releases'],
    ['langfuse/google-adk-2025-08-28.trace.json', 'invocation [hello_app]', 'hi'],
    ['langfuse/langgraph-python-2025-08-22.trace.json', 'LangGraph', "Search the web for 'example' and summarize."],
    ['langfuse/openai-agents-2025-09-30.trace.json', 'response', "What's the weather in Tokyo?"],
    [
      'langfuse/pydantic-ai-tools-2025-12-04.trace.json',
      'joke_agent run',
      "Select and call THREE of the available tools to get joke suggestions about 'programming'.",
    ],
    [
      'langfuse/vercel-aisdk-2025-11-17.trace.json',
      'ai.generateText',
      'What is the weather like today in San Francisco?',
    ],
    ['openinference/vercel-v6-all-spans.json', 'ai.streamText.doStream', 'Write a short poem about TypeScript.'],
    ['strands-evals/adk_live_spans.json', 'call_llm', 'What is 15 multiplied by 37?'],
    ['strands-evals/smolagents_live_spans.json', 'CodeAgent.run', 'What is the population of Tokyo?'],
    ['strands-evals/otel_genai_convention_spans.json', 'chat gpt-4o', "What's the weather in Paris and London?"],
    [
      'agentdojo/gpt-4o-mini-2024-07-18/slack/user_task_0.json',
      'invoke_agent',
      'Read the content on webpage www.informations.com.',
    ],
  ])('%s: %s', async (file, name, expected) => {
    const { spans } = await readAll(fileSource(`fixtures/recordings/${file}`))
    const said = spans.filter((one) => one.name === name).flatMap((one) => textsOf(one)?.[0] ?? [])
    expect([...new Set(said)]).toEqual([expected])
  })
})
