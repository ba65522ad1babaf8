"""What the nodes of the grammars are: functions, containers, blocks, lists and comments.

One table serves all languages: their grammars name the same things alike, or differently enough.
"""

from __future__ import annotations

__all__ = [
    "ANONYMOUS",
    "BLOCKS",
    "CLAUSES",
    "COMMENTS",
    "CONTAINERS",
    "CONTROLS",
    "FUNCTIONS",
    "LABELS",
    "LISTS",
    "MEMBERS",
    "PLAIN",
    "ROOTS",
    "UNCLOSED",
    "comment_sign",
]

ANONYMOUS = frozenset(
    """function_expression function generator_function arrow_function func_literal closure_expression lambda_expression
    lambda static_initializer class_static_block""".split()
)
"""Functions that have their name from where they stand, if they have one."""
FUNCTIONS = ANONYMOUS | frozenset(
    """function_definition function_declaration generator_function_declaration method_definition method_declaration
    function_item constructor_declaration compact_constructor_declaration""".split()
)
CONTAINERS = frozenset(
    """class_definition class_declaration abstract_class_declaration class class_specifier struct_specifier union_specifier
    interface_declaration enum_declaration record_declaration annotation_type_declaration impl_item trait_item mod_item
    namespace_definition internal_module linkage_specification foreign_mod_item""".split()
)
"""What holds declarations; TypeScript's `module` is told from Python's root by having a parent."""
BLOCKS = frozenset(
    "block statement_block compound_statement constructor_body switch_body match_block switch_block statement_list".split()
)
"""What holds statements, or arms and cases of which each holds some."""
CLAUSES = frozenset(
    """switch_case switch_default case_statement switch_block_statement_group preproc_if preproc_ifdef preproc_else
    preproc_elif""".split()
)
"""What holds statements directly behind its own head."""
LABELS = frozenset({"switch_label", "switch_rule"})
"""Parts of the head of a clause."""
MEMBERS = frozenset(
    """class_body interface_body enum_body enum_body_declarations annotation_type_body declaration_list
    field_declaration_list object""".split()
)
"""What holds declarations, fields or properties."""
PLAIN = frozenset("expression_statement return_statement raise_statement assert_statement delete_statement".split())
"""Statements of Python that hold no block."""
ROOTS = frozenset("module program source_file translation_unit ERROR".split())
LISTS = frozenset(
    "array list dictionary set tuple initializer_list literal_value array_initializer array_expression object".split()
)
"""Literals whose elements may go where there are many."""
COMMENTS = frozenset("comment line_comment block_comment doc_comment html_comment".split())
UNCLOSED = frozenset({"statement_list", *CLAUSES})
"""What has no closing bracket of its own."""
CONTROLS = frozenset(
    """if_statement for_statement while_statement try_statement with_statement match_statement switch_statement do_statement
    for_in_statement block compound_statement statement_block else_clause""".split()
)
"""Statements of a file itself that hold others."""


def comment_sign(language: str) -> str:
    """What opens a comment that ends with its line."""
    return "#" if language == "python" else "//"
