import {
  type AnyResource,
  type FieldGroup,
  type ResourceName,
  groupOptions,
  pathOf,
  resources,
} from '@clientele/client-schema';
import { Link, linkOptions, useRouterState } from '@tanstack/react-router';
import {
  AppWindow,
  Blocks,
  Boxes,
  ChevronRight,
  KeyRound,
  LogIn,
  type LucideIcon,
  ReceiptText,
  ScrollText,
  Settings2,
  Tags,
  UserPlus,
  Users,
} from 'lucide-react';
import { type ReactNode, useEffect, useId, useState } from 'react';
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

interface Shelf {
  readonly title: string;
  readonly icon: LucideIcon;
  readonly pages: readonly PageEntry[];
}

type Part = { readonly pages: readonly PageEntry[] } | { readonly shelves: readonly Shelf[] };

/** What clients share, by what it is about. A resource that nobody placed stands with the others on the last shelf. */
const placed: readonly { title: string; icon: LucideIcon; names: readonly ResourceName[] }[] = [
  {
    title: 'Scopes and claims',
    icon: Tags,
    names: ['scopes', 'scope_groups', 'authorization_detail_types', 'claims_mappers'],
  },
  {
    title: 'Tokens and keys',
    icon: KeyRound,
    names: [
      'access_token_managers',
      'key_pairs',
      'signature_adapters',
      'token_issuers',
      'verification_keys',
      'trusted_cas',
    ],
  },
  {
    title: 'Sign-in',
    icon: LogIn,
    names: ['identity_providers', 'authenticators', 'authenticator_filters', 'consentors', 'template_areas'],
  },
  {
    title: 'Client policies',
    icon: Blocks,
    names: ['client_templates', 'redirect_uri_validation_policies', 'extended_property_definitions'],
  },
  {
    title: 'Registration',
    icon: UserPlus,
    names: ['initial_access_tokens', 'client_registration_policies'],
  },
  { title: 'Connections', icon: Boxes, names: ['http_clients', 'credential_managers'] },
];

/** The pages of the console, in the order of the side navigation and of the palette. */
const parts: readonly Part[] = [
  {
    pages: [
      { path: '/clients', link: linkTo('/clients'), label: 'Clients', icon: AppWindow },
      { path: '/requests', link: linkTo('/requests'), label: 'Requests', icon: ReceiptText },
    ],
  },
  { shelves: placed.map(shelfOf) },
  {
    pages: [
      { path: '/settings', link: linkTo('/settings'), label: 'Settings', icon: Settings2 },
      { path: '/accounts', link: linkTo('/accounts'), label: 'Accounts', icon: Users, scope: 'accounts:write' },
      { path: '/events', link: linkTo('/events'), label: 'Audit log', icon: ScrollText, scope: 'events:read' },
    ],
  },
];

export const pages: readonly PageEntry[] = parts.flatMap((part) =>
  'pages' in part ? part.pages : part.shelves.flatMap((shelf) => shelf.pages),
);

function linkTo(to: '/clients' | '/requests' | '/settings' | '/accounts' | '/events' | '/$resource', resource = '') {
  return linkOptions({ to, params: { resource } });
}

function shelfOf({ title, icon, names }: (typeof placed)[number], index: number): Shelf {
  const every = resources as readonly AnyResource[];
  const known = new Set<string>(placed.flatMap((shelf) => shelf.names));
  const others = index === placed.length - 1 ? every.filter(({ name }) => !known.has(name)) : [];
  const own = names.map((name) => every.find((resource) => resource.name === name)!);
  return { title, icon, pages: [...own, ...others].map((resource) => pageOf(resource, icon)) };
}

function pageOf(resource: AnyResource, icon: LucideIcon): PageEntry {
  const path = pathOf(resource);
  const { title } = groupOptions(resource.members as FieldGroup);
  return { path, link: linkTo('/$resource', path.slice(1)), label: title, icon };
}

/** The pages that whoever is signed in may see. */
export function usePages(): readonly PageEntry[] {
  const session = useSession();
  return pages.filter(({ scope }) => !scope || session.may(scope));
}

/** One shelf is open at a time, so that the whole stays in view: the one of the page, or the one that was asked for. */
export function Navigation({ onNavigate }: { onNavigate?: () => void }) {
  const shown = usePages();
  const here = useRouterState({ select: ({ location }) => shelfWith(location.pathname)?.title });
  const [open, setOpen] = useState(here);
  useEffect(() => {
    if (here) setOpen(here);
  }, [here]);
  const list = (entries: readonly PageEntry[], withIcons = true) =>
    entries
      .filter((page) => shown.includes(page))
      .map((page) => <PageLink key={page.path} page={page} withIcon={withIcons} onNavigate={onNavigate} />);
  return (
    <nav aria-label="Main" className={classes.navigation}>
      {parts.map((part, index) => (
        <ul key={index} className={classes.links}>
          {'pages' in part
            ? list(part.pages)
            : part.shelves.map((shelf) => (
                <FoldedShelf
                  key={shelf.title}
                  shelf={shelf}
                  open={shelf.title === open}
                  onToggle={() => setOpen(shelf.title === open ? undefined : shelf.title)}
                >
                  {list(shelf.pages, false)}
                </FoldedShelf>
              ))}
        </ul>
      ))}
    </nav>
  );
}

function shelfWith(path: string): Shelf | undefined {
  return parts
    .flatMap((part) => ('shelves' in part ? part.shelves : []))
    .find((shelf) => shelf.pages.some((page) => page.path === path));
}

interface PageLinkProps {
  page: PageEntry;
  withIcon: boolean;
  onNavigate: (() => void) | undefined;
}

function PageLink({ page: { link, label, icon: Icon }, withIcon, onNavigate }: PageLinkProps) {
  return (
    <li>
      <Link {...link} className={classes.link} activeProps={{ 'aria-current': 'page' }} onClick={onNavigate}>
        {withIcon && <Icon size={16} aria-hidden />} {label}
      </Link>
    </li>
  );
}

interface FoldedShelfProps {
  shelf: Shelf;
  open: boolean;
  onToggle(): void;
  children: ReactNode;
}

/** Pages under a heading that opens them. */
function FoldedShelf({ shelf: { title, icon: Icon }, open, onToggle, children }: FoldedShelfProps) {
  const id = useId();
  return (
    <li>
      <button type="button" className={classes.shelf} aria-expanded={open} aria-controls={id} onClick={onToggle}>
        <Icon size={16} aria-hidden /> {title}
        <ChevronRight size={14} aria-hidden className={classes.shelfMark} />
      </button>
      <ul id={id} className={classes.shelfPages} hidden={!open}>
        {children}
      </ul>
    </li>
  );
}
