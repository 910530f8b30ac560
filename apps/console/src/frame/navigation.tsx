import { type AnyResource, type FieldGroup, groupOptions, pathOf, resources } from '@clientele/client-schema';
import { Link, linkOptions } from '@tanstack/react-router';
import {
  AppWindow,
  Boxes,
  KeyRound,
  type LucideIcon,
  ReceiptText,
  ScrollText,
  Settings2,
  Ticket,
  Users,
} from 'lucide-react';
import { useSession } from '../session/session-context.js';
import { type AdminScope } from '../session/session.js';
import classes from './frame.module.css';

/** One page that the navigation leads to. */
export interface PageEntry {
  readonly path: string;
  readonly link: ReturnType<typeof linkTo>;
  readonly label: string;
  readonly icon: LucideIcon;
  /** What whoever sees it must be allowed to. */
  readonly scope?: AdminScope;
}

interface PageGroup {
  /** Absent: the pages that the console is for. */
  readonly title?: string;
  readonly pages: readonly PageEntry[];
}

/** A resource without a picture of its own has the common one. */
const icons: Readonly<Record<string, LucideIcon>> = { scopes: KeyRound, access_token_managers: Ticket };

/** The pages of the console, in the order of the side navigation and of the palette. */
export const groups: readonly PageGroup[] = [
  {
    pages: [
      { path: '/clients', link: linkTo('/clients'), label: 'Clients', icon: AppWindow },
      { path: '/requests', link: linkTo('/requests'), label: 'Requests', icon: ReceiptText },
    ],
  },
  { title: 'Shared by clients', pages: (resources as readonly AnyResource[]).map(pageOf) },
  {
    title: 'Server',
    pages: [
      { path: '/settings', link: linkTo('/settings'), label: 'Settings', icon: Settings2 },
      { path: '/accounts', link: linkTo('/accounts'), label: 'Accounts', icon: Users, scope: 'accounts:write' },
      { path: '/events', link: linkTo('/events'), label: 'Audit log', icon: ScrollText, scope: 'events:read' },
    ],
  },
];

export const pages: readonly PageEntry[] = groups.flatMap((group) => group.pages);

function linkTo(to: '/clients' | '/requests' | '/settings' | '/accounts' | '/events' | '/$resource', resource = '') {
  return linkOptions({ to, params: { resource } });
}

function pageOf(resource: AnyResource): PageEntry {
  const path = pathOf(resource);
  const { title } = groupOptions(resource.members as FieldGroup);
  return { path, link: linkTo('/$resource', path.slice(1)), label: title, icon: icons[resource.name] ?? Boxes };
}

/** The pages that whoever is signed in may see. */
export function usePages(): readonly PageEntry[] {
  const session = useSession();
  return pages.filter(({ scope }) => !scope || session.may(scope));
}

export function Navigation({ onNavigate }: { onNavigate?: () => void }) {
  const shown = usePages();
  return (
    <nav aria-label="Main" className={classes.navigation}>
      {groups.map((group) => (
        <div key={group.title ?? ''}>
          {group.title && <p className={classes.groupTitle}>{group.title}</p>}
          <ul className={classes.links}>
            {group.pages
              .filter((page) => shown.includes(page))
              .map(({ path, link, label, icon: Icon }) => (
                <li key={path}>
                  <Link
                    {...link}
                    className={classes.link}
                    activeProps={{ 'aria-current': 'page' }}
                    onClick={onNavigate}
                  >
                    <Icon size={16} aria-hidden /> {label}
                  </Link>
                </li>
              ))}
          </ul>
        </div>
      ))}
    </nav>
  );
}
