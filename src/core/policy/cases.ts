/** Every worked case of the rule book as a question for an engine: what parity is measured on. */
import examples from '../gate/example-cases.json' with { type: 'json' };
import { parseGateInput, type GateInput } from '../gate/input.ts';
import { CASES } from '../gate/rules/all-cases.ts';
import { sampleWith } from '../gate/sample-input.ts';

export interface PolicyCase {
  /** The rule it belongs to; for an example of the catalogue, its id. */
  readonly of: string;
  readonly say: string;
  readonly example: boolean;
  readonly input: GateInput;
}

export function policyCases(): readonly PolicyCase[] {
  return [
    ...Object.entries(CASES).flatMap(([of, cases]) =>
      cases.map(({ say, given }) => ({ of, say, example: false, input: sampleWith(given) })),
    ),
    ...examples.flatMap(({ id, why, inputs }) => {
      const parsed = parseGateInput(inputs);
      return inputs.check === 'gate' && parsed.ok
        ? [{ of: id, say: why, example: true, input: parsed.value }]
        : [];
    }),
  ];
}
