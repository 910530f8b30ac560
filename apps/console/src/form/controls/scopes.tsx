import { TagsInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { scopesQuery } from '../../server/server-queries.js';
import { type ControlProps, inputProps, textOf } from './control.js';
import classes from './controls.module.css';

/** Scopes picked from those of the server. RFC 6749 §3.3: on the wire they are one string with spaces between. */
export function ScopesControl(props: ControlProps) {
  const { data: scopes = [] } = useQuery(scopesQuery);
  const { value, onChange, readOnly, inherited } = props;
  const names = textOf(value).split(' ').filter(Boolean);
  const described = new Map(scopes.map((scope) => [scope.name, scope]));
  return (
    <TagsInput
      {...inputProps(props)}
      className={classes.wide}
      classNames={{ pill: classes.monoPill, inputField: classes.tagField }}
      data={scopes.map(({ name }) => name)}
      value={names}
      placeholder={names.length === 0 ? textOf(inherited) || 'Every common scope' : undefined}
      splitChars={[',', ' ']}
      acceptValueOnBlur
      maxDropdownHeight={280}
      renderOption={({ option }) => (
        <span className={classes.scopeOption}>
          <code>{option.value}</code>
          <span className={classes.wire}>
            {described.get(option.value)?.kind === 'exclusive' && 'exclusive · '}
            {described.get(option.value)?.description}
          </span>
        </span>
      )}
      readOnly={readOnly}
      onChange={(next) => onChange(next.length === 0 ? null : next.join(' '))}
    />
  );
}
