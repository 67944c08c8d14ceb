/**
 * Any language model behind an OpenAI-compatible chat-completions address: a vendor, a gateway, or a model on your own
 * machine. Through the Vercel AI SDK (https://ai-sdk.dev/providers/openai-compatible-providers, read 2026-11-21).
 *
 * The model only proposes. Tools have no code here: a call comes back as data and the core decides what becomes of it.
 * There are no retries: a text waits for the answer, and the deterministic assistant is better than a late one.
 */
import { createOpenAICompatible } from '@ai-sdk/openai-compatible';
import { APICallError, generateText, tool, type ModelMessage, type ToolSet } from 'ai';
import { z } from 'zod';
import { secret, type OutboundDeps } from '../../ports/connector.ts';
import { defineLanguageModel, type AssistantAnswer, type AssistantTurn } from '../../ports/llm.ts';

const Config = z.object({
  baseUrl: z
    .url({ protocol: /^https?$/ })
    .describe('Address up to and including /v1, for example https://api.example.com/v1'),
  model: z.string().min(1).max(120).describe('Name of the model as the address knows it'),
  apiKey: secret(z.string().min(1), 'API key of the address').optional(),
  timeoutMs: z
    .int()
    .min(500)
    .max(60_000)
    .default(8000)
    .describe('How long a caller may wait for a better answer'),
});
type Config = z.infer<typeof Config>;

/** An answer to a caller is two sentences; more is a runaway that somebody pays for. */
const MAX_OUTPUT_TOKENS = 300;

export default defineLanguageModel<Config>({
  meta: {
    id: 'openai-compatible',
    name: 'OpenAI-compatible model',
    maturity: 'emulator',
    checkedHow:
      'Against a local server that speaks the documented chat-completions format, with tool calls, failures and silence.',
    lastChecked: '2026-11-21',
    docs: [
      'https://ai-sdk.dev/providers/openai-compatible-providers',
      'https://platform.openai.com/docs/api-reference/chat/create',
    ],
    setup: [
      'Set assistant.provider to openai-compatible, with baseUrl, model and apiKey: ${ENV_NAME}.',
      'Have the vendor confirm in writing that it neither trains on nor keeps what is sent; write the date under zeroRetentionVerifiedOn and trainingOff: true. Without both, no text leaves the house.',
    ],
  },
  config: Config,
  propose,
  check: async (config, deps) => {
    const answer = await propose(
      {
        system: 'Answer with the single word: ready',
        messages: [{ role: 'caller', text: 'Are you ready?' }],
        tools: [],
      },
      config,
      deps,
    );
    if (answer.status === 'answered') return { ok: true, detail: `${answer.model} answers.` };
    return {
      ok: false,
      detail: answer.detail,
      remedy:
        'Check baseUrl, model and apiKey under assistant; until it answers, the deterministic assistant does.',
    };
  },
});

async function propose(turn: AssistantTurn, config: Config, deps: OutboundDeps): Promise<AssistantAnswer> {
  const provider = createOpenAICompatible({
    name: 'openai-compatible',
    baseURL: config.baseUrl,
    ...(config.apiKey === undefined ? {} : { apiKey: config.apiKey }),
    fetch: deps.fetch,
  });
  try {
    const result = await generateText({
      model: provider(config.model),
      system: turn.system,
      messages: turn.messages.map(toMessage),
      tools: toolsOf(turn),
      maxRetries: 0,
      maxOutputTokens: MAX_OUTPUT_TOKENS,
      temperature: 0,
      abortSignal: AbortSignal.any([deps.signal, AbortSignal.timeout(config.timeoutMs)]),
    });
    return {
      status: 'answered',
      text: result.text,
      toolCalls: result.toolCalls.map((call) => ({ name: call.toolName, arguments: call.input })),
      model: result.response.modelId,
    };
  } catch (error) {
    return { status: 'failed', detail: describe(error) };
  }
}

/** What went wrong, without a word of what was sent. */
function describe(error: unknown): string {
  if (APICallError.isInstance(error)) {
    if (error.statusCode === 401 || error.statusCode === 403) return 'the address refuses the API key';
    if (error.statusCode === 404) return 'the address does not know this model';
    if (error.statusCode === 429) return 'the address is overloaded or the quota is used up';
    return error.statusCode === undefined
      ? 'the address could not be reached'
      : `the address answered ${error.statusCode}`;
  }
  if (error instanceof Error && (error.name === 'TimeoutError' || error.name === 'AbortError'))
    return 'no answer in time';
  return error instanceof Error ? `no usable answer (${error.name})` : 'no usable answer';
}

function toMessage(message: AssistantTurn['messages'][number]): ModelMessage {
  return { role: message.role === 'caller' ? 'user' : 'assistant', content: message.text };
}

function toolsOf(turn: AssistantTurn): ToolSet {
  return Object.fromEntries(
    turn.tools.map((each) => [
      each.name,
      tool({ description: each.description, inputSchema: each.parameters }),
    ]),
  );
}
