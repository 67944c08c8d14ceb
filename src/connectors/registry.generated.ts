// Written by scripts/gen-registry.ts from the connector folders. Do not edit.
import type { VoiceSurface } from '../ports/voice.ts';
import type { MessagingProvider } from '../ports/messaging.ts';
import type { Notifier } from '../ports/notify.ts';
import type { LanguageModel } from '../ports/llm.ts';
import type { PolicyEngine } from '../ports/policy.ts';
import type { NumberLookup } from '../ports/lookup.ts';
import { erase } from './shared/erase.ts';
import voice_3cx from './voice/3cx.ts';
import voice_8x8 from './voice/8x8.ts';
import voice_aircall from './voice/aircall.ts';
import voice_apple_business_connect from './voice/apple-business-connect.ts';
import voice_asterisk from './voice/asterisk.ts';
import voice_avaya_cloud from './voice/avaya-cloud.ts';
import voice_bandwidth from './voice/bandwidth.ts';
import voice_bland_ai from './voice/bland-ai.ts';
import voice_callrail from './voice/callrail.ts';
import voice_callsource from './voice/callsource.ts';
import voice_calltrackingmetrics from './voice/calltrackingmetrics.ts';
import voice_cdc from './voice/cdc.ts';
import voice_dialogtech from './voice/dialogtech.ts';
import voice_dialpad from './voice/dialpad.ts';
import voice_facebook from './voice/facebook.ts';
import voice_five9 from './voice/five9.ts';
import voice_freeswitch from './voice/freeswitch.ts';
import voice_genesys_cloud from './voice/genesys-cloud.ts';
import voice_goodcall from './voice/goodcall.ts';
import voice_google_business_profile from './voice/google-business-profile.ts';
import voice_google_lsa from './voice/google-lsa.ts';
import voice_goto_connect from './voice/goto-connect.ts';
import voice_instagram from './voice/instagram.ts';
import voice_invoca from './voice/invoca.ts';
import voice_jambonz from './voice/jambonz.ts';
import voice_kamailio from './voice/kamailio.ts';
import voice_mapped_http from './voice/mapped-http.ts';
import voice_marchex from './voice/marchex.ts';
import voice_microsoft_ads from './voice/microsoft-ads.ts';
import voice_mitel_cloudlink from './voice/mitel-cloudlink.ts';
import voice_msteams_phone from './voice/msteams-phone.ts';
import voice_nextiva from './voice/nextiva.ts';
import voice_nice_cxone from './voice/nice-cxone.ts';
import voice_ooma from './voice/ooma.ts';
import voice_phonexa from './voice/phonexa.ts';
import voice_plivo from './voice/plivo.ts';
import voice_responsetap from './voice/responsetap.ts';
import voice_retell_ai from './voice/retell-ai.ts';
import voice_ringcentral from './voice/ringcentral.ts';
import voice_rosie from './voice/rosie.ts';
import voice_synthflow from './voice/synthflow.ts';
import voice_talkdesk from './voice/talkdesk.ts';
import voice_telnyx from './voice/telnyx.ts';
import voice_twilio from './voice/twilio.ts';
import voice_vapi from './voice/vapi.ts';
import voice_vonage from './voice/vonage.ts';
import voice_webex_calling from './voice/webex-calling.ts';
import voice_whatconverts from './voice/whatconverts.ts';
import voice_whatsapp_calling from './voice/whatsapp-calling.ts';
import voice_zoom_phone from './voice/zoom-phone.ts';
import messaging_twilio from './messaging/twilio.ts';
import notify_smtp from './notify/smtp.ts';
import notify_webhook from './notify/webhook.ts';
import llm_openai_compatible from './llm/openai-compatible.ts';
import policy_casbin from './policy/casbin.ts';
import policy_cedar from './policy/cedar.ts';
import policy_cerbos from './policy/cerbos.ts';
import policy_opa_rest from './policy/opa-rest.ts';
import policy_opa_wasm from './policy/opa-wasm.ts';
import policy_oso from './policy/oso.ts';
import policy_permit_io from './policy/permit-io.ts';
import policy_styra_das from './policy/styra-das.ts';
import lookup_dnc_file from './lookup/dnc-file.ts';
import lookup_dncscrub_rnd from './lookup/dncscrub-rnd.ts';
import lookup_litigator_file from './lookup/litigator-file.ts';
import lookup_rnd_file from './lookup/rnd-file.ts';
import lookup_state_dnc_file from './lookup/state-dnc-file.ts';
import lookup_telnyx_number_lookup from './lookup/telnyx-number-lookup.ts';
import lookup_twilio_lookup from './lookup/twilio-lookup.ts';

export const voiceSurfaces: ReadonlyMap<string, VoiceSurface> = byId([
  erase<VoiceSurface>(voice_3cx),
  erase<VoiceSurface>(voice_8x8),
  erase<VoiceSurface>(voice_aircall),
  erase<VoiceSurface>(voice_apple_business_connect),
  erase<VoiceSurface>(voice_asterisk),
  erase<VoiceSurface>(voice_avaya_cloud),
  erase<VoiceSurface>(voice_bandwidth),
  erase<VoiceSurface>(voice_bland_ai),
  erase<VoiceSurface>(voice_callrail),
  erase<VoiceSurface>(voice_callsource),
  erase<VoiceSurface>(voice_calltrackingmetrics),
  erase<VoiceSurface>(voice_cdc),
  erase<VoiceSurface>(voice_dialogtech),
  erase<VoiceSurface>(voice_dialpad),
  erase<VoiceSurface>(voice_facebook),
  erase<VoiceSurface>(voice_five9),
  erase<VoiceSurface>(voice_freeswitch),
  erase<VoiceSurface>(voice_genesys_cloud),
  erase<VoiceSurface>(voice_goodcall),
  erase<VoiceSurface>(voice_google_business_profile),
  erase<VoiceSurface>(voice_google_lsa),
  erase<VoiceSurface>(voice_goto_connect),
  erase<VoiceSurface>(voice_instagram),
  erase<VoiceSurface>(voice_invoca),
  erase<VoiceSurface>(voice_jambonz),
  erase<VoiceSurface>(voice_kamailio),
  erase<VoiceSurface>(voice_mapped_http),
  erase<VoiceSurface>(voice_marchex),
  erase<VoiceSurface>(voice_microsoft_ads),
  erase<VoiceSurface>(voice_mitel_cloudlink),
  erase<VoiceSurface>(voice_msteams_phone),
  erase<VoiceSurface>(voice_nextiva),
  erase<VoiceSurface>(voice_nice_cxone),
  erase<VoiceSurface>(voice_ooma),
  erase<VoiceSurface>(voice_phonexa),
  erase<VoiceSurface>(voice_plivo),
  erase<VoiceSurface>(voice_responsetap),
  erase<VoiceSurface>(voice_retell_ai),
  erase<VoiceSurface>(voice_ringcentral),
  erase<VoiceSurface>(voice_rosie),
  erase<VoiceSurface>(voice_synthflow),
  erase<VoiceSurface>(voice_talkdesk),
  erase<VoiceSurface>(voice_telnyx),
  erase<VoiceSurface>(voice_twilio),
  erase<VoiceSurface>(voice_vapi),
  erase<VoiceSurface>(voice_vonage),
  erase<VoiceSurface>(voice_webex_calling),
  erase<VoiceSurface>(voice_whatconverts),
  erase<VoiceSurface>(voice_whatsapp_calling),
  erase<VoiceSurface>(voice_zoom_phone),
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

export const policyEngines: ReadonlyMap<string, PolicyEngine> = byId([
  erase<PolicyEngine>(policy_casbin),
  erase<PolicyEngine>(policy_cedar),
  erase<PolicyEngine>(policy_cerbos),
  erase<PolicyEngine>(policy_opa_rest),
  erase<PolicyEngine>(policy_opa_wasm),
  erase<PolicyEngine>(policy_oso),
  erase<PolicyEngine>(policy_permit_io),
  erase<PolicyEngine>(policy_styra_das),
]);

export const numberLookups: ReadonlyMap<string, NumberLookup> = byId([
  erase<NumberLookup>(lookup_dnc_file),
  erase<NumberLookup>(lookup_dncscrub_rnd),
  erase<NumberLookup>(lookup_litigator_file),
  erase<NumberLookup>(lookup_rnd_file),
  erase<NumberLookup>(lookup_state_dnc_file),
  erase<NumberLookup>(lookup_telnyx_number_lookup),
  erase<NumberLookup>(lookup_twilio_lookup),
]);

function byId<Connector extends { readonly meta: { readonly id: string } }>(connectors: readonly Connector[]): ReadonlyMap<string, Connector> {
  return new Map(connectors.map((connector) => [connector.meta.id, connector]));
}
