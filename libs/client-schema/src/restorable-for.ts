/** How long a deleted client keeps its id and can be restored, in seconds. */
export const restorableFor = 30 * 24 * 3600;
