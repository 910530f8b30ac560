/** What the token server in this process has promised and not yet stored. */
export abstract class PendingReceipts {
  /** Resolves when the receipts of all refusals that were answered so far can be read. */
  abstract receiptsWritten(): Promise<void>;
}
