import { type FieldGroup, type Section, fieldsOfGroup, groupOptions, groupsOf } from '@clientele/client-schema';
import { type ReactNode } from 'react';
import { Card } from '../../form/card.js';
import classes from '../../form/form.module.css';

interface Props {
  section: Section;
  /** What a tab says below the card of a group, by the group's name. */
  notes?: Readonly<Record<string, ReactNode>>;
}

/** Every card of a section, as declared. */
export function SectionCards({ section, notes = {} }: Props) {
  return (
    <div className={classes.form}>
      {groupsOf(section).map((group) => (
        <GroupCard group={group} key={groupOptions(group).name}>
          {notes[groupOptions(group).name]}
        </GroupCard>
      ))}
    </div>
  );
}

function GroupCard({ group, children }: { group: FieldGroup; children: ReactNode }) {
  const { title, intro, spec } = groupOptions(group);
  return (
    <Card title={title} intro={intro} spec={spec} fields={fieldsOfGroup(group)}>
      {children}
    </Card>
  );
}
