import type { Pipeline } from './context.ts';

/** The messaging source that a location's sender names; a simulated organisation has only the on-screen phone. */
export async function senderSource(
  pipeline: Pipeline,
  tenantId: string,
  provider: string,
): Promise<string | null> {
  const sources = (await pipeline.sources.ofTenant(tenantId)).filter((source) => source.kind === 'messaging');
  return (
    (
      sources.find((source) => source.key === provider) ??
      sources.find((source) => source.connector === provider)
    )?.id ?? null
  );
}
