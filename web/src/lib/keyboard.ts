/**
 * Keyboard shortcuts: `g` then a letter goes to a page, `/` finds the search field, `?` shows the list. Single keys can
 * be switched off (WCAG 2.1.4), because speech input users set them off by talking.
 */
import { useEffect } from 'react';

export const GO_TO = [
  { key: 't', to: '/', label: 'Today' },
  { key: 'c', to: '/calls', label: 'Calls' },
  { key: 'i', to: '/inbox', label: 'Inbox' },
  { key: 'k', to: '/callbacks', label: 'Callback list' },
  { key: 'b', to: '/bookings', label: 'Bookings' },
  { key: 'p', to: '/contacts', label: 'Contacts' },
  { key: 'l', to: '/locations', label: 'Locations' },
  { key: 'v', to: '/sources', label: 'Sources' },
  { key: 'u', to: '/consent', label: 'Suppressed and consent' },
  { key: 'q', to: '/counsel', label: 'Counsel queue' },
  { key: 'r', to: '/rules', label: 'Rules' },
  { key: 'h', to: '/health', label: 'Health' },
  { key: 'o', to: '/people', label: 'People and keys' },
  { key: 's', to: '/simulator', label: 'Phone simulator' },
] as const;

const SETTING = 'ringback.shortcuts';

export function shortcutsOn(): boolean {
  return localStorage.getItem(SETTING) !== 'off';
}

export function setShortcuts(on: boolean): void {
  localStorage.setItem(SETTING, on ? 'on' : 'off');
}

export function useShortcuts(go: (to: string) => void, help: () => void): void {
  useEffect(() => {
    let waitingSince = 0;
    const onKey = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target))
        return;
      if (!shortcutsOn() || document.querySelector('[role="dialog"]') !== null) return;
      if (Date.now() - waitingSince < 1200) {
        waitingSince = 0;
        const target = GO_TO.find((each) => each.key === event.key);
        if (target !== undefined) {
          event.preventDefault();
          go(target.to);
        }
        return;
      }
      if (event.key === 'g') waitingSince = Date.now();
      else if (event.key === '?') {
        event.preventDefault();
        help();
      } else if (event.key === '/') {
        event.preventDefault();
        const field = document.querySelector<HTMLElement>('[data-search]');
        if (field === null) go('/calls?focus=search');
        else field.focus();
      }
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, [go, help]);
}

function isTyping(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName))
  );
}
