import { type Field, acceptsNull } from '@clientele/client-schema';
import { useCallback } from 'react';
import { useController } from 'react-hook-form';
import { controls } from './controls/index.js';
import { isSame } from './difference.js';
import { faultsOf } from './faults.js';
import { InheritedHint } from './inherited-hint.js';
import classes from './form.module.css';
import { WireName } from '../ui/wire-name.js';
import { useCurrentForm, useInherited } from './use-document-form.js';

/** One field: its name in words (or as a question) and on the wire, its control, its help, and what is wrong with it. */
export function FieldRow({ field, ask }: { field: Field; ask?: string }) {
  const { name, options } = field;
  const current = useCurrentForm();
  const { model, base, implied, readOnly, creating, form, check } = current;
  const controller = useController({ name, control: form.control });
  const { value, onChange } = controller.field;
  const inherited = useInherited(current, name);
  const edited = !isSame(value, base[name]);
  const follows = !edited && name in implied;
  const faults = faultsOf(controller.fieldState.error);
  const elementFaults = faults.filter(({ element }) => element !== undefined);
  const ownFaults = faults.filter(({ element }) => element === undefined);

  const id = `field-${name}`;
  const labelId = `${id}-label`;
  const helpId = `${id}-help`;
  const faultId = `${id}-fault`;
  const originId = `${id}-origin`;
  // Its control has no way to show that there is no value: it shows the one that is inherited.
  const shown = value === null && !acceptsNull(field) ? (inherited?.value ?? null) : value;
  const onDone = useCallback(() => void check(), [check]);
  const ControlOf = controls[field.control];
  const fixed =
    options.access === 'read_only' || (options.access === 'create_only' && !creating) || model.fixed?.(name) === true;
  const locked = inherited?.locked === true && value === null;

  return (
    <div
      className={classes.row}
      data-faulty={faults.length > 0 || undefined}
      data-edited={(edited && !creating) || undefined}
    >
      <div className={classes.names}>
        <label htmlFor={id} id={labelId} className={classes.label}>
          {ask ?? options.label}
        </label>
        <WireName className={classes.wireName} name={name} />
      </div>
      <div className={classes.control}>
        <ControlOf
          field={field}
          id={id}
          labelId={labelId}
          describedBy={[ownFaults.length > 0 && faultId, inherited && originId, helpId].filter(Boolean).join(' ')}
          value={follows ? implied[name] : shown}
          inherited={inherited?.value}
          elementFaults={elementFaults}
          invalid={ownFaults.length > 0}
          readOnly={readOnly || fixed || locked}
          onChange={onChange}
          onDone={onDone}
        />
        {inherited && (
          <InheritedHint
            id={originId}
            field={field}
            inherited={inherited}
            own={value !== null}
            onReset={
              readOnly
                ? undefined
                : () => {
                    onChange(null);
                    void check();
                  }
            }
          />
        )}
        {ownFaults.length > 0 && (
          <div id={faultId} className={classes.faults}>
            {ownFaults.map(({ detail }) => (
              <p key={detail}>
                {options.label} {detail}
              </p>
            ))}
          </div>
        )}
        <p id={helpId} className={classes.help}>
          {options.help}
          {follows && <span className={classes.follows}> Follows from your other changes.</span>}
        </p>
      </div>
    </div>
  );
}
