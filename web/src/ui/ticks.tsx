/** Prose with `names` in it, as connectors write it. */
import { Code } from '@mantine/core';
import { Fragment } from 'react';

export function Ticks({ text }: { text: string }) {
  return text.split('`').map((part, index) => (
    // Every second part stood between two ticks; parts never move.
    <Fragment key={index}>{index % 2 === 1 ? <Code>{part}</Code> : part}</Fragment>
  ));
}
