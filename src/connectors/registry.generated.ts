// Written by scripts/gen-registry.ts from the connector folders. Do not edit.
import type { VoiceSurface } from '../ports/voice.ts';
import type { MessagingProvider } from '../ports/messaging.ts';
import type { Notifier } from '../ports/notify.ts';
import type { LanguageModel } from '../ports/llm.ts';
import { erase } from './shared/erase.ts';
import voice_callrail from './voice/callrail.ts';
import voice_ringcentral from './voice/ringcentral.ts';
import voice_twilio from './voice/twilio.ts';
import messaging_twilio from './messaging/twilio.ts';
import notify_smtp from './notify/smtp.ts';
import notify_webhook from './notify/webhook.ts';
import llm_openai_compatible from './llm/openai-compatible.ts';

export const voiceSurfaces: ReadonlyMap<string, VoiceSurface> = byId([
  erase<VoiceSurface>(voice_callrail),
  erase<VoiceSurface>(voice_ringcentral),
  erase<VoiceSurface>(voice_twilio),
]);

export const messagingProviders: ReadonlyMap<string, MessagingProvider> = byId([
  erase<MessagingProvider>(messaging_twilio),
]);

export const notifiers: ReadonlyMap<string, Notifier> = byId([
  erase<Notifier>(notify_smtp),
  erase<Notifier>(notify_webhook),
]);

export const languageModels: ReadonlyMap<string, LanguageModel> = byId([
  erase<LanguageModel>(llm_openai_compatible),
]);

function byId<Connector extends { readonly meta: { readonly id: string } }>(connectors: readonly Connector[]): ReadonlyMap<string, Connector> {
  return new Map(connectors.map((connector) => [connector.meta.id, connector]));
}
