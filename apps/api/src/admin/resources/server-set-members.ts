/** What the server records of a record, beside what its users write. */
export const serverSetMembers = ['revision', 'system', 'created_at', 'created_by', 'updated_at', 'updated_by'] as const;
