import type { Verdict } from '../../ports/connector.ts';

/** The answers of every `verify`, worded once. None of them ever repeats a secret or a signature. */
export const genuine: Verdict = { ok: true };

export function noSecret(field: string): Verdict {
  return {
    ok: false,
    code: 'secret-not-configured',
    detail: `This source has no ${field}; unsigned deliveries are refused.`,
  };
}

export function notSigned(header: string): Verdict {
  return { ok: false, code: 'signature-missing', detail: `The delivery has no ${header} header.` };
}

export function forged(detail: string): Verdict {
  return { ok: false, code: 'signature-invalid', detail };
}

/** For signatures over decoded fields: what cannot be decoded cannot be checked, and the secret has nothing to do with it. */
export function undecodable(problem: string): Verdict {
  return { ok: false, code: 'bad-charset', detail: `Nothing could be checked: ${problem}.` };
}

export function expired(detail: string): Verdict {
  return { ok: false, code: 'signature-expired', detail };
}
