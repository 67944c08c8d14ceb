import { asObject } from '../../shared/body.ts';
import type { Fields } from '../../shared/records.ts';

/**
 * The record of mod_xml_cdr, which FusionPBX and older systems post, in the shape of mod_json_cdr: both modules write the
 * same channel. Only elements, attributes and text are read; a document type, and with it every entity of its own, is
 * refused. Source: mod_xml_cdr.c and switch_ivr_generate_xml_cdr of FreeSWITCH, read 2026-11-21.
 */
export function readXmlCdr(text: string): Fields | null {
  if (/<!(?:DOCTYPE|ENTITY)/i.test(text)) return null;
  const tree = treeOf(text);
  const cdr = tree?.children.find((child) => child.name === 'cdr');
  if (cdr === undefined) return null;
  const part = (name: string): Node | undefined => cdr.children.find((child) => child.name === name);
  return {
    channel_data: flat(part('channel_data')),
    variables: flat(part('variables')),
    app_log: {
      applications: (part('app_log')?.children ?? []).map((application) => application.attributes),
    },
    callflow: cdr.children
      .filter((child) => child.name === 'callflow')
      .map((flow) => ({
        caller_profile: flat(flow.children.find((child) => child.name === 'caller_profile')),
        times: flat(flow.children.find((child) => child.name === 'times')),
      })),
  };
}

interface Node {
  readonly name: string;
  readonly attributes: Fields;
  readonly children: Node[];
  text: string;
}

const TOKEN = /<(\/?)([A-Za-z_][\w:.-]*)((?:\s+[\w:.-]+\s*=\s*"[^"]*")*)\s*(\/?)>|<[?!][^>]*>|([^<]+)/g;
const MOST_NODES = 20_000;
const DEEPEST = 32;

function treeOf(text: string): Node | null {
  const root = nodeOf('', '');
  const open: Node[] = [root];
  let count = 0;
  for (const [, closing, name, attributes = '', empty, words] of text.matchAll(TOKEN)) {
    const top = open.at(-1) ?? root;
    if (words !== undefined) top.text += unescaped(words);
    if (name === undefined) continue;
    if (closing === '/') {
      if (open.length === 1 || top.name !== name) return null;
      open.pop();
      continue;
    }
    const node = nodeOf(name, attributes);
    top.children.push(node);
    if (empty !== '/') open.push(node);
    count += 1;
    if (count > MOST_NODES || open.length > DEEPEST) return null;
  }
  // An element that never ends was cut off on the way.
  return open.length === 1 ? root : null;
}

function nodeOf(name: string, attributes: string): Node {
  const pairs = [...attributes.matchAll(/([\w:.-]+)\s*=\s*"([^"]*)"/g)];
  const values = pairs.map(([, key = '', value = '']): [string, string] => [key, unescaped(value)]);
  return { name, attributes: Object.fromEntries(values), children: [], text: '' };
}

function flat(node: Node | undefined): Fields {
  const pairs = (node?.children ?? []).map((child): [string, string] => [child.name, child.text.trim()]);
  return asObject(Object.fromEntries(pairs)) ?? {};
}

function unescaped(text: string): string {
  return text
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&apos;', "'")
    .replaceAll('&amp;', '&');
}
