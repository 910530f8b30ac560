import { ActionIcon, Tooltip } from '@mantine/core';
import { useHotkeys } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { Outlet, useRouterState } from '@tanstack/react-router';
import { Menu as MenuIcon, Search, X } from 'lucide-react';
import { useState } from 'react';
import { configQuery } from '../server/server-queries.js';
import { type Session } from '../session/session.js';
import { Toasts } from '../ui/toasts.js';
import { AccountMenu } from './account-menu.js';
import classes from './frame.module.css';
import { Logo } from './logo.js';
import { Navigation, pages } from './navigation.js';
import { Palette } from './palette.js';
import { ProgressBar } from './progress-bar.js';
import { ShortcutHelp } from './shortcut-help.js';

/** What stands around every page. */
export function Frame({ session, onSignOut }: { session: Session; onSignOut(): void }) {
  const [palette, setPalette] = useState(false);
  const [help, setHelp] = useState(false);
  const [menu, setMenu] = useState(false);
  useHotkeys([['mod+K', () => setPalette(true)]], []);
  useHotkeys([
    ['shift+?', () => setHelp(true)],
    ['?', () => setHelp(true)],
  ]);

  return (
    <div className={classes.frame}>
      <a href="#content" className={classes.skip}>
        Skip to the content
      </a>
      <ProgressBar />
      <aside className={classes.side} data-open={menu || undefined}>
        <div className={classes.sideTop}>
          <Logo />
          <ActionIcon
            className={classes.menuButton}
            aria-label={menu ? 'Close the menu' : 'Open the menu'}
            aria-expanded={menu}
            onClick={() => setMenu(!menu)}
          >
            {menu ? <X size={18} /> : <MenuIcon size={18} />}
          </ActionIcon>
        </div>
        <div className={classes.sideBody}>
          <Navigation onNavigate={() => setMenu(false)} />
          <AccountMenu session={session} onSignOut={onSignOut} />
        </div>
      </aside>
      <div className={classes.main}>
        <header className={classes.bar}>
          <Section />
          <button type="button" className={classes.search} onClick={() => setPalette(true)}>
            <Search size={14} aria-hidden />
            <span>Go to…</span>
            <kbd>{isApple ? '⌘' : 'Ctrl'} K</kbd>
          </button>
          <IssuerChip />
        </header>
        <main id="content" tabIndex={-1} className={classes.content}>
          <Outlet />
        </main>
      </div>
      {palette && <Palette onClose={() => setPalette(false)} />}
      {help && <ShortcutHelp onClose={() => setHelp(false)} />}
      <Toasts />
    </div>
  );
}

const isApple = /Mac|iPhone|iPad/.test(navigator.userAgent);

function Section() {
  const pathname = useRouterState({ select: ({ location }) => location.pathname });
  const page = pages.find(({ path }) => pathname.startsWith(path));
  return <p className={classes.section}>{page?.label ?? 'Clients'}</p>;
}

/** Which server this is: people have several open at a time. */
function IssuerChip() {
  const { data } = useQuery(configQuery);
  if (!data) return null;
  return (
    <Tooltip label="The issuer that this console administers">
      <span className={classes.issuer} tabIndex={0}>
        {data.issuer.replace(/^https?:\/\//, '')}
      </span>
    </Tooltip>
  );
}
