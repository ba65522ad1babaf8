"""Tests of formulas in one line."""

from __future__ import annotations

import pytest

from headroom.compressors.markup.formulas import formula_text


def test_the_source_of_a_formula_comes_first() -> None:
    """The alternative text, or the annotation."""
    assert formula_text('<math alttext="x^2 < 3">', "<mi>x</mi></math>") == "x^2 &lt; 3"
    annotated = '<semantics><mi>x</mi><annotation encoding="application/x-tex">x_1</annotation></semantics></math>'
    assert formula_text("<math>", annotated) == "x_1"


@pytest.mark.parametrize(
    ("inside", "text"),
    [
        ("<mfrac><mn>1</mn><mn>2</mn></mfrac>", "1/2"),
        ("<mrow><mn>3</mn><mfrac><mn>1</mn><mn>2</mn></mfrac><mn>5</mn></mrow>", "3 1/2 5"),
        ("<mfrac><mrow><mi>a</mi><mo>+</mo><mi>b</mi></mrow><mn>2</mn></mfrac>", "(a+b)/2"),
        ("<mfrac><mn>1</mn><mrow><mn>2</mn><mi>a</mi></mrow></mfrac>", "1/(2a)"),
        ("<msup><mn>10</mn><mrow><mo>-</mo><mn>3</mn></mrow></msup>", "10^(-3)"),
        ("<msup><mn>10</mn><mn>6</mn></msup><mn>5</mn>", "10^6 5"),
        ("<msub><mi>x</mi><mn>1</mn></msub><mi>y</mi>", "x_1 y"),
        ("<msubsup><mi>x</mi><mn>1</mn><mn>2</mn></msubsup>", "x_1^2"),
        ("<msup><mrow><mo>(</mo><mi>a</mi><mo>)</mo></mrow><mn>2</mn></msup>", "(a)^2"),
        ("<msqrt><mn>2</mn><mi>x</mi></msqrt>", "√(2x)"),
        ("<mroot><mi>x</mi><mn>3</mn></mroot>", "root_3(x)"),
        ("<munderover><mo>&sum;</mo><mi>i</mi><mi>n</mi></munderover>", "&sum;_i^n"),
        ("<mtable><mtr><mtd>1</mtd><mtd>2</mtd></mtr><mtr><mtd>3</mtd><mtd>4</mtd></mtr></mtable>", "1, 2; 3, 4"),
        ("<mi>a</mi><mo>&lt;</mo><mi>b</mi>", "a&lt;b"),
        ("<semantics><mi>x</mi><annotation-xml><ci>y</ci></annotation-xml></semantics>", "x"),
        ("<m:mfrac><m:mn>1</m:mn><m:mn>2</m:mn></m:mfrac>", "1/2"),
        ("<mfrac><mn>1</mn><mn>2</mn>", "1/2"),
        ("</mn><mn>1</mi></mn><mfrac><mn>1</mn></mfrac>", "1 1"),
        ("<mi/><mspace width=1/>", ""),
    ],
)
def test_formulas_by_their_elements(inside: str, text: str) -> None:
    """No digit meets one of another number; ends may be missing or stray."""
    assert formula_text("<math>", inside + "</math>") == text


def test_deep_formulas_end() -> None:
    """What is open beyond measure is written as it comes."""
    assert formula_text("<math>", "<mrow>" * 5_000 + "x") == "x"
    deep = formula_text("<math>", "<msup>" * 5_000 + "x</msup>" * 5_000)
    assert deep.count("x") == 5_000
    assert 0 < deep.count("^") < 100
