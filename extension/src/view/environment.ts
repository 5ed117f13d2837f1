// The tree view "Environment".

import * as vscode from "vscode";
import { stateKey, type Known, type Store } from "../state";
import { badgeOf, type Row, rowsOf } from "./rows";
import { counted } from "./words";

export const VIEW = "lockstep.environment";

export function showEnvironment(store: Store): vscode.Disposable {
  const changed = new vscode.EventEmitter<void>();
  const provider: vscode.TreeDataProvider<Row> = {
    onDidChangeTreeData: changed.event,
    getChildren: (row) => [...(row?.rows ?? rowsOf(store.known))],
    getTreeItem: itemOf,
  };
  const view = vscode.window.createTreeView(VIEW, { treeDataProvider: provider });
  const subscription = store.subscribe((known) => {
    void vscode.commands.executeCommand("setContext", "lockstep.state", stateKey(known));
    view.badge = badge(known);
    changed.fire();
  });
  return vscode.Disposable.from(subscription, view, changed);
}

function badge(known: Known): vscode.ViewBadge | undefined {
  const value = badgeOf(known);
  return value === 0 ? undefined : { value, tooltip: `${counted(value, "package")} drifted` };
}

function itemOf(row: Row): vscode.TreeItem {
  const { Collapsed, Expanded, None } = vscode.TreeItemCollapsibleState;
  const folded = row.isOpen === true ? Expanded : Collapsed;
  const item = new vscode.TreeItem(row.label, row.rows.length === 0 ? None : folded);
  const color = row.color === undefined ? undefined : new vscode.ThemeColor(row.color);
  item.id = row.id;
  item.iconPath = new vscode.ThemeIcon(row.icon, color);
  item.contextValue = row.kind;
  item.tooltip = row.tooltip ?? row.label;
  item.accessibilityInformation = { label: [row.label, row.description].filter(Boolean).join(", ") };
  if (row.description !== undefined) {
    item.description = row.description;
  }
  if (row.place !== undefined) {
    item.command = openCommand(row.place);
  }
  return item;
}

function openCommand({ path, range: { start, end } }: NonNullable<Row["place"]>): vscode.Command {
  const selection = new vscode.Range(start.line, start.character, end.line, end.character);
  const uri = vscode.Uri.file(path);
  return { title: "Show", command: "vscode.open", arguments: [uri, { selection }] };
}
