/** A link to an address that is known only when the page runs, such as one the server names. */
import { useRouter } from '@tanstack/react-router';
import type { MouseEvent, ReactNode } from 'react';

export function GoLink(props: { href: string; className?: string; children: ReactNode; label?: string }) {
  const router = useRouter();
  const follow = (event: MouseEvent) => {
    if (event.defaultPrevented || event.metaKey || event.ctrlKey || event.shiftKey || event.button !== 0)
      return;
    event.preventDefault();
    void router.navigate({ href: props.href });
  };
  return (
    <a href={props.href} className={props.className ?? 'rb-link'} aria-label={props.label} onClick={follow}>
      {props.children}
    </a>
  );
}
