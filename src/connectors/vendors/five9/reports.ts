import type { OutboundDeps } from '../../../ports/connector.ts';
import type { PollPosition, PollResult, VendorRefusal } from '../../../ports/voice.ts';
import { callHttp } from '../../shared/http-call.ts';
import type { HttpOutcome } from '../../shared/http-call.ts';
import { basicAuth } from '../../shared/list-page.ts';
import { fetchReport } from '../../shared/report-job.ts';
import type { ReportLook } from '../../shared/report-job.ts';
import { refusalOf } from '../../shared/vendor-answer.ts';

/**
 * The Call Log report through Five9's Configuration Web Services: SOAP 1.1 to /wsadmin/<version>/AdminWebService with
 * basic authentication; runReport answers with an identifier, isReportRunning waits up to `timeout` seconds (Five9 asks for
 * at least five), getReportResultCsv gives the rows under their English column names, at most 50,000.
 * Methods runReport, isReportRunning, getReportResultCsv and customReportCriteria of the Configuration Web Services guide,
 * as kept in Cloverhound/five9-cli; envelope as Five9's WSDL makes it (service.admin.ws.five9.com); read 2026-11-21. Names
 * of faults are those of the guide; anything else that Five9 calls a fault is tried again.
 */
export interface Five9Access {
  readonly username?: string | undefined;
  readonly password?: string | undefined;
  readonly apiUrl: string;
  readonly apiVersion: string;
  readonly reportFolder: string;
  readonly reportName: string;
}

const LONGEST_MS = 2 * 3_600_000;
const WAIT_SECONDS = 5;
const REMEDY =
  'Check username and password of this source, and that the user has the permission to use web services and may see the report.';

export async function fetchCallLog(
  config: Five9Access,
  position: PollPosition,
  deps: OutboundDeps,
): Promise<PollResult> {
  const { username, password } = config;
  if (username === undefined || password === undefined)
    return { result: 'not-configured', detail: 'Set username and password to ask Five9 for its call log.' };
  const url = `${config.apiUrl.replace(/\/+$/, '')}/wsadmin/${config.apiVersion}/AdminWebService`;
  const ask = async (method: string, parameters: string): Promise<Answer | Fault | VendorRefusal> =>
    read(
      await callHttp(deps, url, {
        method: 'POST',
        headers: {
          authorization: basicAuth(username, password),
          'content-type': 'text/xml; charset=utf-8',
          soapaction: '""',
        },
        body: envelope(method, parameters),
      }),
      deps,
    );
  return fetchReport(
    {
      vendor: 'Five9',
      longestMs: LONGEST_MS,
      submit: async ({ from, to }) => {
        const answer = await ask(
          'runReport',
          `<folderName>${escaped(config.reportFolder)}</folderName><reportName>${escaped(config.reportName)}</reportName>` +
            `<criteria><time><end>${to}</end><start>${from}</start></time></criteria>`,
        );
        if (answer.result === 'fault') return refusedBy(answer, config);
        if (answer.result !== 'answer') return answer;
        return answer.value === ''
          ? { result: 'try-later', detail: 'Five9 answered without the identifier of a report.' }
          : { result: 'submitted', id: answer.value };
      },
      look,
    },
    position,
  );

  async function look(id: string): Promise<ReportLook> {
    const identifier = `<identifier>${escaped(id)}</identifier>`;
    const running = await ask('isReportRunning', `${identifier}<timeout>${WAIT_SECONDS}</timeout>`);
    if (running.result === 'fault') return lost(running);
    if (running.result !== 'answer') return running;
    if (running.value !== 'false') return { result: 'running' };
    const csv = await ask('getReportResultCsv', identifier);
    if (csv.result === 'fault') return lost(csv);
    if (csv.result !== 'answer') return csv;
    // Only the line of column names: nobody called.
    const some = /\n[^\n]*\S/.test(csv.value.trim());
    return { result: 'ready', body: some ? { contentType: 'text/csv', text: csv.value } : null };
  }
}

interface Answer {
  readonly result: 'answer';
  readonly value: string;
}
interface Fault {
  readonly result: 'fault';
  /** Name of the element that tells which, or of the code. */
  readonly name: string;
}

function read(outcome: HttpOutcome, deps: OutboundDeps): Answer | Fault | VendorRefusal {
  const text = outcome.kind === 'answered' ? (outcome.text ?? '') : '';
  // A fault comes with status 500, which would otherwise look like an outage.
  if (/<(?:\w+:)?Fault[\s>]/.test(text)) {
    const detail = /<detail>\s*<(?:\w+:)?(\w{1,60})/.exec(text)?.[1];
    return { result: 'fault', name: detail ?? 'Fault' };
  }
  const asked = { vendor: 'Five9', what: 'the call log', remedy: REMEDY, now: deps.now() };
  const refusal = refusalOf(outcome, asked);
  if (refusal !== null) return refusal;
  const value = /<return>([\s\S]*)<\/return>/.exec(text)?.[1];
  if (value === undefined && !/Response\s*(?:xmlns[^>]*)?\/?>/.test(text))
    return { result: 'try-later', detail: 'Five9 answered with something that is no SOAP response.' };
  return { result: 'answer', value: unescaped(value ?? '') };
}

function refusedBy(fault: Fault, config: Five9Access): VendorRefusal {
  if (/NotFound/i.test(fault.name))
    return {
      result: 'refused',
      detail: `Five9 has no such report (${fault.name}).`,
      remedy: `Set reportFolder and reportName to a report that exists; they are “${config.reportFolder}” and “${config.reportName}” now.`,
    };
  if (/Permission|Denied|Auth|Security/i.test(fault.name))
    return { result: 'refused', detail: `Five9 refuses the report (${fault.name}).`, remedy: REMEDY };
  // Five9 limits reports by minute, hour and day.
  const afterMs = /Limit|Exceed/i.test(fault.name) ? { afterMs: 15 * 60_000 } : {};
  return { result: 'try-later', detail: `Five9 reports a fault (${fault.name}).`, ...afterMs };
}

function lost(fault: Fault): ReportLook {
  return /NotFound|Unknown|Expired/i.test(fault.name)
    ? { result: 'gone', detail: `Five9 does not know the report any more (${fault.name}).` }
    : { result: 'try-later', detail: `Five9 reports a fault (${fault.name}).` };
}

function envelope(method: string, parameters: string): string {
  return (
    '<?xml version="1.0" encoding="UTF-8"?>' +
    '<soapenv:Envelope xmlns:soapenv="http://schemas.xmlsoap.org/soap/envelope/" xmlns:ser="http://service.admin.ws.five9.com/">' +
    `<soapenv:Header/><soapenv:Body><ser:${method}>${parameters}</ser:${method}></soapenv:Body></soapenv:Envelope>`
  );
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

const NAMED: Readonly<Record<string, string>> = { lt: '<', gt: '>', quot: '"', apos: "'", amp: '&' };

/** Text of an XML element: entities, character references and CDATA sections. */
function unescaped(text: string): string {
  const parts = text.split(/<!\[CDATA\[([\s\S]*?)\]\]>/);
  return parts.map((part, index) => (index % 2 === 1 ? part : entities(part))).join('');
}

function entities(text: string): string {
  return text.replaceAll(
    /&(?:#(\d{1,7})|#x([0-9a-f]{1,6})|(\w{2,4}));/gi,
    (whole, decimal?: string, hex?: string, name?: string) => {
      if (name !== undefined) return NAMED[name] ?? whole;
      const code = decimal === undefined ? Number.parseInt(hex ?? '0', 16) : Number(decimal);
      return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : whole;
    },
  );
}
