"""Whether a text is configuration in blocks: in braces, in tags round directives, or below the names of sections."""

from __future__ import annotations

import re

from headroom.detection.kinds import Guess
from headroom.detection.sample import Sample

__all__ = ["guess_blocks", "holds_directives"]

_MADE = re.compile(
    r"^[ \t]*(?:(?:resource|data|ephemeral) \"[^\"\n]+\" \"[^\"\n]+\""
    r"|(?:variable|output|module|provider|job|group|task|dynamic|backend|provisioner|source|listener|storage) \"[^\"\n]+\""
    r"|terraform|locals|packer|required_providers) ?\{",
    re.MULTILINE,
)
"""Heads of HCL. Source: Terraform, Packer, Nomad, Vault."""
_SET = re.compile(r"^[ \t]*[\w.\"/-]+[ \t]*= ?\S", re.MULTILINE)
_SERVED = re.compile(
    r"^[ \t]*(?:(?:http|events|stream|mail|server|types|location [^\n;{]+|upstream [\w.$-]+|map [^\s{]+ \$\w+"
    r"|geo (?:[^\s{]+ )?\$\w+|split_clients [^\n;{]+|limit_except [^\n;{]+|if \(\$[^\n;{]*\))"
    r"|(?:options|logging|controls|acl \"?[\w-]+\"?|zone \"[^\"\n]*\"(?: IN)?|key \"?[\w.-]+\"?|view \"?[\w-]+\"?"
    r"|channel \"?[\w-]+\"?|(?:masters|primaries) \"?[\w-]+\"?)"
    r"|(?:subnet6? [0-9a-f.:/]+(?: netmask [0-9.]+)?|shared-network [^\s{]+|host [\w.-]+|pool6?|group"
    r"|failover peer \"[^\"\n]*\"|(?:sub)?class \"[^\"\n]*\"[^\n;{]*)) ?\{",
    re.MULTILINE,
)
"""Heads of blocks whose settings end in semicolons. Source: nginx, BIND, ISC DHCP."""
_PIPED = re.compile(r"^(?:source|destination|filter|parser|rewrite|template) \w+ ?\{|^(?:log|options) ?\{", re.MULTILINE)
"""The same, with settings like calls. Source: syslog-ng."""
_PLAIN = re.compile(
    r"^[ \t]*(?:/[\w.*?/-]+(?:[ \t]+/[\w.*?/-]+){0,9}[ \t]*\{?$|(?:daily|weekly|monthly|missingok|notifempty|compress"
    r"|delaycompress|dateext|copytruncate|sharedscripts|(?:post|pre|first|last)(?:rotate|action)"
    r"|endscript|rotate \d+|(?:max|min)?size \d+"
    r"|create(?: \d+ \w+ \w+)?|su \w+ \w+)$"
    r"|(?:reverse_proxy|file_server|php_fastcgi|root \*|encode|handle(?:_path|_errors)?|try_files|basic_?auth|respond|redir"
    r"|tls|header|rewrite|import|log|route|@\w+|output file|format (?:json|console)|lb_policy|health_uri|dns \w+)\b[^\n;=]*$"
    r"|define \w+ ?\{$|(?:use|host_name|alias|address|check_command|service_description|contact_groups?)[ \t]+\S"
    r"|(?:vrrp_instance|vrrp_script|vrrp_sync_group|virtual_server|real_server|global_defs|virtual_ipaddress|authentication"
    r"|notification_email|multipaths?|blacklist|device|defaults)\b[^\n;=]*\{$"
    r"|(?:interface|state|priority|virtual_router_id|auth_type|auth_pass|advert_int|interval|weight|script) [^\n;=]*$"
    r"|(?:path_grouping_policy|user_friendly_names|wwid|alias|vendor|product|path_checker|failback) [^\n;=]+$)",
    re.MULTILINE,
)
"""Heads and settings that end with their line. Source: logrotate, Caddy, Nagios, keepalived, multipath."""
_HEAD = re.compile(r"[ \t]*[A-Za-z_][\w./-]*(?:[ \t]+(?:\"[^\"\n]*\"|[^\s\"'(){};=<>,]+)){0,4}[ \t]*\{$")
"""A head of any such format: words, or texts in quotes."""
_PROGRAM = re.compile(
    r"^[ \t]*(?:(?:struct|class(?! \")|enum|union|typedef|func?|fn|function|def|sub|proc|impl|trait|interface [^\n]*\{"
    r"|const|let|var|val|static"
    r"|public|private|protected|export|extern|declare|package|using|void|int|char|bool|unsigned|long|float|double|else|try"
    r"|catch|switch|while|for|do|message|rpc|syntax|query|mutation|fragment|subscription|schema|model|datasource|generator"
    r"|digraph|graph|subgraph|requires|exports|repeated|required|optional|my|use [\w:]+;|type [A-Z]\w*|input [A-Z]\w*"
    r"|extend|BEGIN|END|android|plugins|dependencies|repositories|buildscript|buildTypes|allprojects|subprojects"
    r"|pipeline|stages?|steps|implementation|extension|protocol|actor|object [A-Z]\w*|init|deinit|test)\b"
    r"(?![-./])|#\s*(?:include|define|ifn?def|endif|pragma)\b|if (?!\(\$|option\b|known\b|exists\b|not\b|substring\b|\[)"
    r"|@\w+\(|[\w-]+ ?: |[A-Za-z-]+:(?![:\d/])|[.#&][\w-]+[^\n;]*\{$|\w+(?:\.\w+)*\()"
    r"|^import [\w.*]+;?$|^[^\n\"'#]*(?: -> | => |:=|\(\) ?\{)",
    re.MULTILINE,
)
"""What programs, schemas, styles and builds have at the starts of their lines, and no such configuration."""
_WRITTEN = re.compile(
    r"^[ \t]*<(?:VirtualHost|(?:Directory|Location|Files|Proxy)(?:Match)?|Limit(?:Except)?|If(?:Module|Define|Version)|Macro"
    r"|Require(?:All|Any|None)|Global|Anonymous|Plugin|Module|Node)(?:[ \t]+(?![\w:-]+=\")[^\n<>]*)?>$",
    re.MULTILINE,
)
"""Tags that stand round directives. Source: Apache, ProFTPD, collectd."""
_ROUTED = re.compile(r"^[ \t]*<(?:source|match|filter|label|system|buffer|parse|format|store)(?: [^\n<>=]*)?>$", re.MULTILINE)
"""The same. Source: Fluentd."""
_DIRECTIVE = re.compile(r"^[ \t]*(?:[A-Z]\w+|@?[a-z]\w+)[ \t]+[^\s<]", re.MULTILINE)
_BALANCED = re.compile(
    r"^(?:global|defaults(?: [\w-]+)?|(?:frontend|backend|listen|peers|resolvers|userlist|mailers|cache|ring|program"
    r"|http-errors)[ \t]+[\w.:*-]+(?:[ \t]+[\w.:*-]+)?)$",
    re.MULTILINE,
)
"""Names of sections. Source: HAProxy."""
_BALANCING = re.compile(
    r"^[ \t]+(?:no )?(?:server|bind|mode|timeout|balance|option|acl|log|default_backend|use_backend|http-\w+|tcp-\w+|stats"
    r"|cookie|maxconn|default-server|retries|chroot|user|group|daemon|nameserver|hold|errorfile|stick|stick-table|peer|capture"
    r"|redirect|ssl-\w+|nbthread|description|monitor-uri|compression)\b",
    re.MULTILINE,
)
_SECTIONS = ("global\n", "defaults", "frontend ", "backend ", "listen ", "resolvers ", "peers ")
_LATER = ("\nglobal\n", "\ndefaults", "\nfrontend ", "\nbackend ", "\nlisten ")
"""How a section begins, at the start of a text and further down."""
_REMARK = ("#", "//", "/*", "*", ";")
_CLOSED = frozenset(("}", "};", ")", "]", "})", "],", "},", "],"))
_LEAST_SET = 0.25
"""Chosen: the share of settings from which a text with heads of HCL is HCL; texts within it hold anything."""
_CLEAN = 0.8
"""Chosen: the share of lines that must look as they do in such a file."""


def guess_blocks(sample: Sample) -> Guess:
    """How much a text looks like it; the format is `hcl`, `braces`, `tags` or `sections`."""
    body = sample.body
    if "{\n" in body or "; }" in body:
        found = _in_braces(sample)
        if found.score:
            return found
    if "</" in body and holds_directives(sample):
        return Guess(0.9, "tags")
    if body.startswith(_SECTIONS) or any(map(body.__contains__, _LATER)):
        return _in_sections(sample)
    return Guess()


def holds_directives(sample: Sample) -> bool:
    """Whether the tags of a text stand round directives, each on a line of its own."""
    body = sample.body
    opened = len(_WRITTEN.findall(body))
    if "\n@type " in body or " @type " in body or "\t@type " in body:
        opened += len(_ROUTED.findall(body))
    if not opened:
        return False
    told = len(_DIRECTIVE.findall(body))
    tags = sample.count(_is_tag)
    return tags <= 3 * opened + 2 and told >= 0.5 * (len(_written(sample)) - tags) and told >= 1


def _is_tag(line: str) -> bool:
    return line.lstrip()[:1] == "<"


def _written(sample: Sample) -> list[str]:
    """The lines that are no comments."""
    return [line for line in sample.lines if not line.lstrip().startswith(_REMARK)]


def _in_braces(sample: Sample) -> Guess:
    """Blocks in braces."""
    body = sample.body
    if _is_hcl(sample):
        return Guess(0.9, "hcl")
    lines = [line for line in _written(sample) if line.strip() not in _CLOSED]
    if len(lines) < 2:
        return Guess()
    heads = [line for line in lines if line[-1] == "{"]
    ended = sum(map(_ends_statement, lines))
    is_ended = ended > 0.1 * len(lines)
    if is_ended and "source(" in body and len(_PIPED.findall(body)) >= 3:
        return Guess(0.88, "braces")
    known = len(_SERVED.findall(body)) if is_ended else 0
    odd = sum(1 for line in heads if not _HEAD.match(line) and not (_SERVED.match(line) if is_ended else _is_place(line)))
    if odd > 0.1 * len(heads) + (known > 2) or len(_PROGRAM.findall("\n".join(lines))) > 0.04 * len(lines):
        return Guess()
    return _with_semicolons(lines, len(heads), ended, known) if is_ended else _without_semicolons(lines, len(heads))


def _is_hcl(sample: Sample) -> bool:
    """Whether blocks are made with names in quotes, and what is in them is set."""
    made = len(_MADE.findall(sample.body))
    if not made or sample.body.count("=") < 2 or _is_ended(sample.lines):
        return False
    return len(_SET.findall(sample.body)) >= _LEAST_SET * (len(sample.lines) - 2 * made)


def _ends_statement(line: str) -> bool:
    return line[-1] == ";" or line.endswith(("; }", "; };", ";}"))


def _is_place(line: str) -> bool:
    """Whether a line at the left opens what is set for a path, for sites, or for all of them."""
    return line[0] not in " \t" and (line[0] in "{(/:" or "." in line) and "(" not in line[1:] and "'" not in line


def _is_ended(lines: tuple[str, ...]) -> bool:
    """Whether lines end as statements do."""
    return sum(1 for line in lines if line[-1] == ";") > 0.3 * len(lines)


def _with_semicolons(lines: list[str], heads: int, ended: int, known: int) -> Guess:
    """Words and a semicolon: no assignments."""
    assigned = sum(1 for line in lines if " = " in line and not line.lstrip().startswith(("location", "if", "match")))
    if assigned > 0.15 * len(lines) or heads + ended < _CLEAN * len(lines) or heads + known < 2:
        return Guess()
    return Guess(0.92 if known else 0.82, "braces")


def _without_semicolons(lines: list[str], heads: int) -> Guess:
    """Words, or a name, an equals sign and a value."""
    body = "\n".join(lines)
    plain = len(_PLAIN.findall(body))
    if plain >= max(3, 0.4 * len(lines)):
        return Guess(0.88, "braces")
    told = len(_SET.findall(body))
    if heads >= 2 and told >= 2 and told + heads >= _CLEAN * len(lines) and "'" not in body and "(" not in body:
        return Guess(0.8, "braces")
    return Guess()


def _in_sections(sample: Sample) -> Guess:
    """Names of sections at the starts of lines, and settings that stand further in."""
    body = sample.body
    named = len(_BALANCED.findall(body))
    if not named:
        return Guess()
    lines = _written(sample)
    flat = sum(1 for line in lines if line[0] not in " \t")
    known = len(_BALANCING.findall(body))
    if flat > named + 1 or known < 0.5 * (len(lines) - flat) or known < 3:
        return Guess()
    return Guess(0.9, "sections")
