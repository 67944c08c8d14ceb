/** The search field of a page: found by `/`, quiet while typing, written to the address a moment later. */
import { CloseButton, Kbd, TextInput } from '@mantine/core';
import { useDebouncedCallback } from '@mantine/hooks';
import { IconSearch } from '@tabler/icons-react';
import { useState } from 'react';

export function SearchBox(props: {
  label: string;
  value: string;
  onChange: (value: string) => void;
  width?: number | string;
}) {
  const [typed, setTyped] = useState(props.value);
  const [known, setKnown] = useState(props.value);
  // The address changed by other means (back button, a link): show what it says.
  if (known !== props.value) {
    setKnown(props.value);
    setTyped(props.value);
  }
  const tell = useDebouncedCallback((value: string) => {
    setKnown(value);
    props.onChange(value);
  }, 250);
  const change = (value: string) => {
    setTyped(value);
    tell(value.trim());
  };
  return (
    <TextInput
      type="search"
      data-search
      aria-label={props.label}
      placeholder={props.label}
      value={typed}
      onChange={(event) => change(event.currentTarget.value)}
      w={props.width ?? 280}
      className="rb-search"
      leftSection={<IconSearch size={16} stroke={1.8} aria-hidden />}
      rightSection={
        typed === '' ? (
          <Kbd size="xs" aria-hidden className="rb-search-key">
            /
          </Kbd>
        ) : (
          <CloseButton size="sm" aria-label="Clear search" onClick={() => change('')} />
        )
      }
    />
  );
}
