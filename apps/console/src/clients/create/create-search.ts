/** Where the wizard stands, as the URL says it, so that Back goes one step back. */
export interface CreateSearch {
  /** Id of the template; absent: it is still to be chosen. */
  template?: string;
  from?: 'document';
  step?: 'review';
}

export function createSearch(raw: Record<string, unknown>): CreateSearch {
  const search: CreateSearch = {};
  if (typeof raw['template'] === 'string') search.template = raw['template'];
  else if (raw['from'] === 'document') search.from = 'document';
  if (raw['step'] === 'review') search.step = 'review';
  return search;
}
