import { ActionIcon, Button, Tooltip } from '@mantine/core';
import { Check, Copy } from 'lucide-react';
import { type MouseEvent } from 'react';
import { useCopy } from './use-copy.js';

interface Props {
  text: string;
  /** What is copied, for people who cannot see where the button stands. */
  label: string;
  /** With words on the button; otherwise an icon. */
  children?: string;
  className?: string;
}

export function CopyButton({ text, label, children, className }: Props) {
  const { copied, copy } = useCopy();
  const click = (event: MouseEvent) => {
    // The button often stands on a row that is a link.
    event.preventDefault();
    event.stopPropagation();
    void copy(text);
  };
  const icon = copied ? <Check size={14} aria-hidden /> : <Copy size={14} aria-hidden />;
  return (
    <>
      {children ? (
        <Button
          variant="default"
          size="compact-sm"
          leftSection={icon}
          onClick={click}
          aria-label={label}
          className={className}
        >
          {copied ? 'Copied' : children}
        </Button>
      ) : (
        <Tooltip label={copied ? 'Copied' : label}>
          <ActionIcon size={24} aria-label={label} onClick={click} className={className}>
            {icon}
          </ActionIcon>
        </Tooltip>
      )}
      <span className="visually-hidden" role="status">
        {copied ? 'Copied' : ''}
      </span>
    </>
  );
}
