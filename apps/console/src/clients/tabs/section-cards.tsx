import { type Section, fieldsOfGroup, groupOptions, groupsOf } from '@clientele/client-schema';
import { type ReactNode } from 'react';
import { Cards } from '../../form/cards.js';

interface Props {
  section: Section;
  /** What a tab says below the card of a group, by the group's name. */
  notes?: Readonly<Record<string, ReactNode>>;
}

/** Every card of a section, as declared. */
export function SectionCards({ section, notes = {} }: Props) {
  return (
    <Cards
      cards={groupsOf(section).map((declared) => {
        const group = groupOptions(declared);
        return { group, fields: fieldsOfGroup(declared), note: notes[group.name] };
      })}
    />
  );
}
