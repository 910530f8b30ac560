import { ActionIcon, Button, Menu, Popover, TextInput, Tooltip } from '@mantine/core';
import { ArrowDownUp, ChevronDown, Rows2, Rows4, X } from 'lucide-react';
import { useState } from 'react';
import { useDensity } from '../../frame/appearance.js';
import { phrase } from '../../words/values.js';
import classes from './list.module.css';
import {
  type Filter,
  type ListSearch,
  type Sort,
  type State,
  filters,
  sorts,
  states,
  usualSort,
} from './list-search.js';

interface Props {
  search: ListSearch;
  onChange(change: Partial<ListSearch>): void;
}

/** Each filter is a menu while it is open to all values, and a removable chip once one is chosen. */
export function FilterBar({ search, onChange }: Props) {
  const [density, setDensity] = useDensity();
  return (
    <div className={classes.filters}>
      {filters.map((filter) => {
        const chosen = search[filter.name];
        return chosen === undefined ? (
          <FilterMenu key={filter.name} filter={filter} onChoose={(value) => onChange({ [filter.name]: value })} />
        ) : (
          <Chip
            key={filter.name}
            label={filter.label}
            value={inWords(chosen)}
            onRemove={() => onChange({ [filter.name]: undefined })}
          />
        );
      })}
      {search.label === undefined ? (
        <LabelFilter onChoose={(label) => onChange({ label })} />
      ) : (
        <Chip label="Label" value={search.label} onRemove={() => onChange({ label: undefined })} />
      )}
      <Menu position="bottom-start">
        <Menu.Target>
          <Button variant="subtle" color="gray" size="compact-sm" leftSection={<ArrowDownUp size={14} />}>
            {sorts[search.sort ?? usualSort(search)]}
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          {(Object.keys(sorts) as Sort[]).map((sort) => (
            <Menu.Item key={sort} onClick={() => onChange({ sort: sort === usualSort(search) ? undefined : sort })}>
              {sorts[sort]}
            </Menu.Item>
          ))}
        </Menu.Dropdown>
      </Menu>
      <Tooltip label={density === 'compact' ? 'Comfortable rows' : 'Compact rows'}>
        <ActionIcon
          aria-label="Compact rows"
          aria-pressed={density === 'compact'}
          onClick={() => setDensity(density === 'compact' ? 'comfortable' : 'compact')}
        >
          {density === 'compact' ? <Rows2 size={16} /> : <Rows4 size={16} />}
        </ActionIcon>
      </Tooltip>
    </div>
  );
}

function FilterMenu({ filter, onChoose }: { filter: Filter; onChoose(value: string): void }) {
  return (
    <Menu position="bottom-start">
      <Menu.Target>
        <Button variant="subtle" color="gray" size="compact-sm" rightSection={<ChevronDown size={14} />}>
          {filter.label}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        {filter.values.map((value) => (
          <Menu.Item key={value} onClick={() => onChoose(value)}>
            {inWords(value)}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}

function LabelFilter({ onChoose }: { onChoose(label: string): void }) {
  const [label, setLabel] = useState('');
  const [open, setOpen] = useState(false);
  return (
    <Popover opened={open} onChange={setOpen} position="bottom-start" trapFocus transitionProps={{ duration: 0 }}>
      <Popover.Target>
        <Button
          variant="subtle"
          color="gray"
          size="compact-sm"
          rightSection={<ChevronDown size={14} />}
          onClick={() => setOpen(!open)}
        >
          Label
        </Button>
      </Popover.Target>
      <Popover.Dropdown>
        <form
          className={classes.labelForm}
          onSubmit={(event) => {
            event.preventDefault();
            setOpen(false);
            if (label.trim()) onChoose(label.trim());
          }}
        >
          <TextInput
            aria-label="Label"
            placeholder="finance"
            value={label}
            onChange={(event) => setLabel(event.currentTarget.value)}
          />
          <Button type="submit">Filter</Button>
        </form>
      </Popover.Dropdown>
    </Popover>
  );
}

function Chip({ label, value, onRemove }: { label: string; value: string; onRemove(): void }) {
  return (
    <span className={classes.chip}>
      {label}: <strong>{value}</strong>
      <button type="button" aria-label={`Remove the filter ${label}`} onClick={onRemove}>
        <X size={12} aria-hidden />
      </button>
    </span>
  );
}

function inWords(value: string): string {
  return value in states ? states[value as State] : phrase(value);
}
