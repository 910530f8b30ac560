import { queryOptions } from '@tanstack/react-query';
import { type Page, api, bodyOf } from '../api.js';

/** Why a request was refused: for whoever looks after the client. */
export interface Receipt {
  code: string;
  /** Seconds since 1970, or RFC 3339. */
  at: number | string;
  endpoint: string;
  client_id: string | null;
  error: string;
  rule: string;
  spec: { label: string; url: string };
  sentence: string;
  sent: string | null;
  registered: readonly string[];
  difference: { registered: string; at: number; words: string } | null;
  suggestion: Readonly<Record<string, unknown>> | null;
  passed: readonly string[];
}

export interface ReceiptSearch {
  client_id?: string | undefined;
  after?: string | undefined;
}

export const receiptsQuery = (search: ReceiptSearch) =>
  queryOptions({
    queryKey: ['receipts', search],
    queryFn: (): Promise<Page<Receipt>> => bodyOf(api.GET('/receipts', { params: { query: { ...search } } })),
    staleTime: 2000,
  });

export const receiptQuery = (code: string) =>
  queryOptions({
    queryKey: ['receipt', code],
    queryFn: (): Promise<Receipt> => bodyOf(api.GET('/receipts/{code}', { params: { path: { code } } })),
    // A receipt never changes.
    staleTime: Infinity,
  });

export function momentOf({ at }: Pick<Receipt, 'at'>): Date {
  return new Date(typeof at === 'number' ? at * 1000 : at);
}
