import { type Client, type Finding, lintClient, resolveClient } from '@clientele/client-schema';
import { Button } from '@mantine/core';
import { useDeferredValue, useMemo } from 'react';
import { type Document } from '../../form/document-model.js';
import { memberOf } from '../../form/faults.js';
import { useCurrentForm, usePatch } from '../../form/use-document-form.js';
import { SpecLink } from '../../ui/spec-link.js';
import { Status } from '../../ui/status.js';
import { count } from '../../words/count.js';
import { phraseIn } from '../../words/values.js';
import { useClientPage } from '../page/client-page-context.js';
import classes from './profile-findings.module.css';

/** What keeps the client, as the form has it, from the profile that is chosen; nothing where none is. */
export function ProfileFindings() {
  const { server } = useClientPage();
  const current = useCurrentForm();
  const patch = useDeferredValue(usePatch(current));
  const { model, base } = current;
  const { profile, findings } = useMemo(() => {
    const settled = model.settle({ ...base, ...patch }, new Set(Object.keys(patch)));
    const { fapi_profile } = resolveClient(settled as unknown as Client, server);
    // Choosing a profile has set by now what it leaves no choice in.
    return fapi_profile === 'none'
      ? { profile: undefined, findings: [] }
      : { profile: fapi_profile, findings: lintClient(settled, server).filter(({ severity }) => severity === 'error') };
  }, [model, base, patch, server]);
  if (profile === undefined) return null;

  const name = phraseIn(model.fields.get('fapi_profile')!, profile);
  if (findings.length === 0) return <Status tone="green">Nothing keeps this application from {name}.</Status>;
  const mend = (fixes: readonly Document[]) => {
    for (const [field, value] of Object.entries(Object.assign({}, ...fixes) as Document)) {
      current.form.setValue(field, value, { shouldDirty: true });
    }
    void current.check();
  };
  const fixes = findings.flatMap(({ fix }) => (fix && !current.readOnly ? [fix] : []));
  return (
    <section className={classes.findings} aria-labelledby="profile-findings">
      <header className={classes.header}>
        <h3 id="profile-findings">
          {count(findings.length, 'setting')} {findings.length === 1 ? 'keeps' : 'keep'} this application from {name}
        </h3>
        {fixes.length > 1 && (
          <Button size="compact-sm" onClick={() => mend(fixes)}>
            Fix all
          </Button>
        )}
      </header>
      <ul>
        {findings.map((finding) => (
          <FindingItem key={finding.pointer + finding.rule} finding={finding} onFix={(fix) => mend([fix])} />
        ))}
      </ul>
    </section>
  );
}

function FindingItem({ finding, onFix }: { finding: Finding; onFix(fix: Document): void }) {
  const { model, readOnly } = useCurrentForm();
  const { pointer, rule, detail, spec, fix } = finding;
  const label = model.fields.get(memberOf(pointer))?.options.label ?? memberOf(pointer);
  return (
    <li className={classes.finding}>
      <p>
        <strong>{label}</strong> {detail}. <code>{rule}</code> {spec && <SpecLink spec={spec} />}
      </p>
      {fix && !readOnly && (
        <Button variant="default" size="compact-sm" aria-label={`Fix ${label}`} onClick={() => onFix(fix)}>
          Fix
        </Button>
      )}
    </li>
  );
}
