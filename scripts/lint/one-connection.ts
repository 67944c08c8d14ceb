import type { Rule, Scope } from 'eslint';

/**
 * No `Promise.all` over statements of one transaction. Its one connection runs them one after the other anyway, and when
 * one fails the others are left unawaited: they meet the connection after its transaction has ended and somebody else's
 * has begun on it. `together` (src/store/together.ts) waits for all of them.
 *
 * A transaction is what the house calls `tx`. Seen is only what stands inside the call itself, not a function that was
 * made elsewhere around a `tx`; a transaction that is opened inside the call is an own one and none of this rule's.
 */
export const oneConnection: Rule.RuleModule = {
  meta: {
    type: 'problem',
    schema: [],
    messages: {
      together:
        '`tx` is one connection: a failure here leaves statements behind. Await them with `together(...)`, or one by one.',
    },
  },
  create: (context) => ({
    CallExpression(node) {
      const { callee } = node;
      if (callee.type !== 'MemberExpression' || callee.object.type !== 'Identifier') return;
      if (callee.object.name !== 'Promise') return;
      const isInside = (place: { readonly range?: [number, number] | undefined }): boolean =>
        node.range !== undefined &&
        place.range !== undefined &&
        place.range[0] >= node.range[0] &&
        place.range[1] <= node.range[1];
      const outer = references(context.sourceCode.getScope(node)).find(
        ({ identifier, resolved }) =>
          identifier.type === 'Identifier' &&
          identifier.name === 'tx' &&
          isInside(identifier) &&
          !isCalled(identifier) &&
          resolved?.defs.some((made) => isInside(made.name)) !== true,
      );
      if (outer !== undefined) context.report({ node, messageId: 'together' });
    },
  }),
};

/** `tx(...)` opens a transaction, a new one each time. */
function isCalled(identifier: Scope.Reference['identifier']): boolean {
  const parent: unknown = 'parent' in identifier ? identifier.parent : null;
  return typeof parent === 'object' && parent !== null && 'callee' in parent && parent.callee === identifier;
}

function references(scope: Scope.Scope): Scope.Reference[] {
  return [...scope.references, ...scope.childScopes.flatMap(references)];
}
