import { Button, TextInput } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { Page } from '../ui/page.js';
import { ReceiptTable } from './receipt-table.js';
import classes from './requests.module.css';

/** Every refused request, and the way from a receipt code to its reason. */
export function RequestsPage() {
  const navigate = useNavigate();
  const [code, setCode] = useState('');
  return (
    <Page title="Requests" intro="Why requests were refused. Callers get a short code; this is what it stands for.">
      <form
        className={classes.find}
        onSubmit={(event) => {
          event.preventDefault();
          if (code.trim()) void navigate({ to: '/requests/$code', params: { code: code.trim().toUpperCase() } });
        }}
      >
        <TextInput
          aria-label="Receipt code"
          placeholder="R-7KQ2-M4TX"
          classNames={{ input: classes.code }}
          value={code}
          spellCheck={false}
          autoComplete="off"
          onChange={(event) => setCode(event.currentTarget.value)}
        />
        <Button type="submit" variant="default">
          Open the receipt
        </Button>
      </form>
      <ReceiptTable empty="Refused requests appear here as they happen, each with the rule that it broke." />
    </Page>
  );
}
