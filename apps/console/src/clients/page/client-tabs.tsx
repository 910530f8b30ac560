import { Tabs } from '@mantine/core';
import { useWindowEvent } from '@mantine/hooks';
import { useNavigate } from '@tanstack/react-router';
import { useFormState } from 'react-hook-form';
import { useCallback, useEffect, useRef } from 'react';
import { faultsOf } from '../../form/faults.js';
import { useCurrentForm } from '../../form/use-document-form.js';
import { count } from '../../words/count.js';
import { tabs } from '../tabs/index.js';
import { type Tab } from '../tabs/tab.js';
import classes from './page.module.css';

/** Goes to another tab of the same client; the address says which one is open. */
export function useTabNavigation(clientId: string) {
  const navigate = useNavigate();
  return useCallback(
    (tab: string | null | undefined) => {
      if (tab) void navigate({ to: '/clients/$clientId/$tab', params: { clientId, tab }, resetScroll: false });
    },
    [navigate, clientId],
  );
}

export function ClientTabs({ tab, onTab }: { tab: string; onTab(tab: string | null): void }) {
  const list = useRef<HTMLDivElement>(null);
  // On a narrow screen, or one that becomes narrow, the tabs scroll; the open one should be among those in view.
  const show = useCallback(() => {
    list.current?.querySelector(`[data-tab="${tab}"]`)?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  }, [tab]);
  useEffect(show, [show]);
  useWindowEvent('resize', show);
  return (
    <Tabs
      value={tab}
      onChange={onTab}
      keepMounted={false}
      classNames={{ list: classes.tabList, tab: classes.tab, panel: classes.panel }}
    >
      <Tabs.List ref={list} aria-label="Parts of this client">
        {tabs.map((one, index) => (
          <Tabs.Tab
            data-tab={one.path}
            key={one.path}
            value={one.path}
            data-first-tool={(!one.section && tabs[index - 1]?.section !== undefined) || undefined}
          >
            {one.title}
            {one.Count ? <one.Count /> : one.section && <FaultCount tab={one} />}
          </Tabs.Tab>
        ))}
      </Tabs.List>
      {tabs.map(({ path, Panel }) => (
        <Tabs.Panel key={path} value={path}>
          <Panel />
        </Tabs.Panel>
      ))}
    </Tabs>
  );
}

/** How many faults wait on a tab. */
function FaultCount({ tab }: { tab: Tab }) {
  const { form, model } = useCurrentForm();
  const { errors } = useFormState({ control: form.control });
  const faults = Object.entries(errors)
    .filter(([name]) => {
      const field = model.fields.get(name);
      return field && 'section' in field && field.section === tab.section;
    })
    .reduce((sum, [, error]) => sum + faultsOf(error as { types?: Record<string, unknown> }).length, 0);
  if (faults === 0) return null;
  return (
    <span className={classes.count} data-tone="red">
      <span aria-hidden>{faults}</span>
      <span className="visually-hidden">, {count(faults, 'fault')}</span>
    </span>
  );
}
