/**
 * If these fail: an engine that an operator runs as decider or as second opinion says something else than the rule book,
 * so that it lets through what is forbidden, or every action waits for counsel. The lab asks every case of every engine;
 * here the engines that need no server are asked one case of each rule, every example, and facts drawn at random.
 */
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { evaluateGate } from '../../core/gate/gate.ts';
import { RULES } from '../../core/gate/rules/all.ts';
import { policyCases } from '../../core/policy/cases.ts';
import { consult, decideBy, type Question } from '../../core/policy/engine-gate.ts';
import { FORMATS } from '../../core/policy/formats/all.ts';
import { bookVersion } from '../../core/policy/formats/format.ts';
import { policyBook } from '../../core/policy/policy-book.ts';
import type { LoadedPolicy, PolicyEngine } from '../../ports/policy.ts';
import { expectedArms, questions } from '../../../test/support/policy-questions.ts';
import casbin from './casbin.ts';
import cedar from './cedar.ts';
import oso from './oso.ts';

const book = policyBook(RULES);
const seen = new Set<string>();
const cases = policyCases().filter(({ of, example }) => example || !(seen.has(of) || (seen.add(of), false)));
const deps = { fetch, now: () => new Date('2026-11-21T12:00:00Z'), signal: AbortSignal.timeout(600_000) };

describe.each([cedar, casbin, oso] as readonly PolicyEngine<Record<string, never>>[])(
  '$meta.name',
  (engine) => {
    let policy: LoadedPolicy;

    async function arms(question: Question): Promise<Readonly<Record<string, string>>> {
      const facts = FORMATS[engine.meta.language].facts(book, question.facts);
      const reply = await policy.ask({ ...question, facts }, deps);
      if (reply.status !== 'answered') throw new Error(reply.detail);
      return reply.arms;
    }

    beforeAll(async () => {
      const { files } = FORMATS[engine.meta.language];
      const loaded = await engine.load({ version: bookVersion(book), files: files(book) }, {}, deps);
      if (loaded.status !== 'loaded') throw new Error(loaded.detail);
      policy = loaded.policy;
    });
    afterAll(() => {
      policy.close();
    });

    it('decides every example, and a case of every rule, as the Gate does', async () => {
      for (const { of, say, input } of cases) {
        const talk = consult(book, input);
        let step = talk.next();
        while (step.done !== true) step = talk.next(await arms(step.value));
        const { decision, unanswered } = decideBy(book, input, step.value);
        expect(unanswered, `${of}: ${say}`).toEqual([]);
        expect(decision, `${of}: ${say}`).toEqual(evaluateGate(input));
      }
    });

    it('takes the same arm of every rule for facts drawn at random', async () => {
      await fc.assert(
        fc.asyncProperty(questions(book), async (question) => {
          expect(await arms(question)).toEqual(expectedArms(book, question));
        }),
        { numRuns: 12 },
      );
    });

    it('says that it cannot read what is no policy, instead of judging by nothing', async () => {
      const broken = engine.meta.language === 'casbin' ? 'p, a, 1, pass, allow, "((("' : 'this is no policy';
      const { files } = FORMATS[engine.meta.language];
      const spoilt = files(book).map(({ path }) => ({ path, text: broken }));
      const loaded = await engine.load({ version: 'x', files: spoilt }, {}, deps);
      expect(loaded.status).toBe('unavailable');
    });
  },
);
