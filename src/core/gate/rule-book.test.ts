/** If this fails, the rule book that counsel reads no longer says what the Gate does. Run with `-u` to write it anew. */
import { expect, it } from 'vitest';
import { renderRuleBook } from './rule-book.ts';

it('the rule book in docs/regulation is the rules', async () => {
  await expect(renderRuleBook()).toMatchFileSnapshot('../../../docs/regulation/rules.generated.md');
});
