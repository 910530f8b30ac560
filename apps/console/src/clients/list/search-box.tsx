import { CloseButton, TextInput } from '@mantine/core';
import { useDebouncedCallback } from '@mantine/hooks';
import { Search } from 'lucide-react';
import { type Ref, useEffect, useState } from 'react';
import classes from './list.module.css';

interface Props {
  ref: Ref<HTMLInputElement>;
  value: string;
  onSearch(text: string | undefined): void;
}

/** Searches while somebody types, at the pace at which they pause. */
export function SearchBox({ ref, value, onSearch }: Props) {
  const [text, setText] = useState(value);
  const search = useDebouncedCallback((next: string) => onSearch(next.trim() || undefined), 200);
  // Back and Forward change what is searched without anybody typing.
  useEffect(() => setText(value), [value]);
  return (
    <TextInput
      ref={ref}
      className={classes.search}
      aria-label="Search clients"
      placeholder="Name, client ID, redirect URL, scope:…"
      leftSection={<Search size={16} aria-hidden />}
      rightSection={
        text ? (
          <CloseButton
            size="sm"
            aria-label="Clear the search"
            onClick={() => {
              setText('');
              onSearch(undefined);
            }}
          />
        ) : (
          <kbd className={classes.key}>/</kbd>
        )
      }
      value={text}
      maxLength={2048}
      spellCheck={false}
      autoComplete="off"
      onChange={(event) => {
        setText(event.currentTarget.value);
        search(event.currentTarget.value);
      }}
    />
  );
}
