/** The frame of one page: title, one sentence of orientation, actions, content. */
import { Group, Text, Title } from '@mantine/core';
import { useEffect, type ReactNode } from 'react';

export function Page(props: {
  title: string;
  lead?: ReactNode;
  actions?: ReactNode;
  before?: ReactNode;
  wide?: boolean;
  children: ReactNode;
}) {
  useEffect(() => {
    document.title = `${props.title} · Ringback`;
  }, [props.title]);
  return (
    <div className={props.wide === true ? 'rb-page rb-page-wide' : 'rb-page'}>
      {props.before}
      <Group justify="space-between" align="flex-end" gap="sm" mb="lg" className="rb-page-head">
        <div className="rb-page-title">
          <Title order={1}>{props.title}</Title>
          {props.lead !== undefined && (
            <Text c="dimmed" size="md" mt={2} component="div">
              {props.lead}
            </Text>
          )}
        </div>
        {props.actions !== undefined && <Group gap="xs">{props.actions}</Group>}
      </Group>
      {props.children}
    </div>
  );
}

/** A titled card. The heading makes it a landmark people can jump to. */
export function Section(props: {
  title: string;
  aside?: ReactNode;
  padded?: boolean;
  className?: string;
  children: ReactNode;
  id?: string;
}) {
  const headingId = `section-${(props.id ?? props.title).toLowerCase().replaceAll(/[^a-z0-9]+/g, '-')}`;
  return (
    <section className={`rb-card ${props.className ?? ''}`} aria-labelledby={headingId}>
      <div className="rb-card-head">
        <Title order={2} id={headingId} className="rb-card-title">
          {props.title}
        </Title>
        {props.aside}
      </div>
      <div className={props.padded === false ? 'rb-card-body-flush' : 'rb-card-body'}>{props.children}</div>
    </section>
  );
}
