import { type Schemas } from '@clientele/sdk';
import { queryOptions } from '@tanstack/react-query';
import { api, bodyOf } from '../api.js';

/** Why a request was refused: for whoever looks after the client. */
export type Receipt = Schemas['Receipt'];

export interface ReceiptSearch {
  client_id?: string | undefined;
  after?: string | undefined;
}

export const receiptsQuery = (search: ReceiptSearch) =>
  queryOptions({
    queryKey: ['receipts', search],
    queryFn: () => bodyOf(api.GET('/receipts', { params: { query: { ...search } } })),
    staleTime: 2000,
  });

export const receiptQuery = (code: string) =>
  queryOptions({
    queryKey: ['receipt', code],
    queryFn: () => bodyOf(api.GET('/receipts/{code}', { params: { path: { code } } })),
    // A receipt never changes.
    staleTime: Infinity,
  });
