import { type ClientTemplate, type GrantType, type Question, templates } from '@clientele/client-schema';

/** A template of the server as the wizard offers it. */
export interface StartingPoint {
  readonly id: string;
  readonly title: string;
  readonly summary: string | null;
  readonly grant_types: readonly GrantType[];
  readonly questions: readonly Question[];
}

/** The templates of the server, the standard ones first, in their own order. */
export function startingPoints(records: readonly ClientTemplate[]): StartingPoint[] {
  const standard = templates.map(({ id }): string => id);
  const rank = ({ id }: ClientTemplate): number => (standard.includes(id) ? standard.indexOf(id) : standard.length);
  return records.toSorted((a, b) => rank(a) - rank(b)).map(startingPoint);
}

function startingPoint(record: ClientTemplate): StartingPoint {
  const { id, name, description, defaults } = record;
  const asked = templates.find((template) => template.id === id)?.questions ?? usualQuestions(record);
  return {
    id,
    title: name,
    summary: description,
    grant_types: (defaults['grant_types'] ?? []) as GrantType[],
    // What is locked is not the client's to choose.
    questions: asked.filter(({ field }) => !record.locked_fields.includes(field)),
  };
}

/** What a template cannot know; whatever else its clients need, the wizard asks when it turns out to be missing. */
function usualQuestions({ defaults }: ClientTemplate): Question[] {
  const signsIn = ((defaults['grant_types'] ?? []) as GrantType[]).includes('authorization_code');
  return [
    { field: 'client_name', ask: 'What do users know the application as?' },
    ...(signsIn && defaults['redirect_uris'] === undefined
      ? [
          {
            field: 'redirect_uris',
            ask: 'Where does the application receive users after they have signed in?',
          } as const,
        ]
      : []),
    { field: 'description', ask: 'What does it do, in a sentence?' },
  ];
}
