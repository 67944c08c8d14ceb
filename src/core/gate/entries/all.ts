/** Entries that judge no single action, in the order of the catalogue. */
import type { Entry } from '../entry.ts';
import { acaVFcc } from './aca-v-fcc.ts';
import { duguidAtds } from './duguid-atds.ts';
import { mclaughlinVMckesson } from './mclaughlin-v-mckesson.ts';
import { bradfordWrittenConsent } from './bradford-written-consent.ts';
import { tsrRecordkeeping } from './tsr-recordkeeping.ts';
import { callerIdIntegrity } from './caller-id-integrity.ts';
import { robocallMitigationDb } from './robocall-mitigation-db.ts';
import { emailToSmsGateway } from './email-to-sms-gateway.ts';
import { hipaaAdminSafeguards } from './hipaa-admin-safeguards.ts';
import { hipaaTechSafeguards } from './hipaa-tech-safeguards.ts';
import { hipaaDocRetention } from './hipaa-doc-retention.ts';
import { glbaSafeguards } from './glba-safeguards.ts';
import { finra4511 } from './finra-4511.ts';
import { sec17a4 } from './sec-17a-4.ts';
import { secRegSP } from './sec-reg-s-p.ts';
import { fddItem17 } from './fdd-item-17.ts';
import { gdprArt17 } from './gdpr-art-17.ts';
import { gdprArt30 } from './gdpr-art-30.ts';
import { adaTitleIii } from './ada-title-iii.ts';
import { wcag22 } from './wcag-2-2.ts';
import { euAiActArt12131415 } from './eu-ai-act-art-12-13-14-15.ts';
import { euAiActArt22 } from './eu-ai-act-art-22.ts';
import { euAiActArt26 } from './eu-ai-act-art-26.ts';
import { dsa } from './dsa.ts';
import { nistAiRmf } from './nist-ai-rmf.ts';
import { iso42001 } from './iso-42001.ts';
import { retIrs } from './ret-irs.ts';
import { retFtc } from './ret-ftc.ts';
import { retStateBar } from './ret-state-bar.ts';
import { retPcaob } from './ret-pcaob.ts';
import { soc2Cc7Cc8 } from './soc2-cc7-cc8.ts';
import { retentionResolver } from './retention-resolver.ts';

export const ENTRIES: readonly Entry[] = [
  acaVFcc,
  duguidAtds,
  mclaughlinVMckesson,
  bradfordWrittenConsent,
  tsrRecordkeeping,
  callerIdIntegrity,
  robocallMitigationDb,
  emailToSmsGateway,
  hipaaAdminSafeguards,
  hipaaTechSafeguards,
  hipaaDocRetention,
  glbaSafeguards,
  finra4511,
  sec17a4,
  secRegSP,
  fddItem17,
  gdprArt17,
  gdprArt30,
  adaTitleIii,
  wcag22,
  euAiActArt12131415,
  euAiActArt22,
  euAiActArt26,
  dsa,
  nistAiRmf,
  iso42001,
  retIrs,
  retFtc,
  retStateBar,
  retPcaob,
  soc2Cc7Cc8,
  retentionResolver,
];
