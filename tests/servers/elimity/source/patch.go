package main

import (
	"reflect"
	"strings"

	"github.com/elimity-com/scim"
	"github.com/elimity-com/scim/errors"
	scimfilter "github.com/elimity-com/scim/filter"
	"github.com/elimity-com/scim/schema"
	"github.com/scim2/filter-parser/v2"
)

// patched applies operations that the library has parsed and validated (RFC 7644 §3.5.2), all or none.
func (s *store) patched(
	attributes map[string]interface{}, operations []scim.PatchOperation,
) (map[string]interface{}, error) {
	for _, operation := range operations {
		var err error
		if operation.Path == nil {
			err = s.patchAll(attributes, s.schema, operation.Op, operation.Value)
		} else {
			err = s.patchOne(attributes, *operation.Path, s.schema, operation.Op, operation.Value)
		}
		if err != nil {
			return nil, err
		}
	}
	for _, attribute := range s.schema.Attributes {
		if attributes[attribute.Name()] == nil && attribute.Required() {
			return nil, errors.ScimErrorMutability
		}
	}
	return attributes, nil
}

// patchAll applies an operation without path: each member of its value is an attribute, or an extension with its own.
func (s *store) patchAll(attributes map[string]interface{}, home schema.Schema, op string, value interface{}) error {
	members, _ := value.(map[string]interface{})
	for name, one := range members {
		var err error
		if extension, known := s.extension(name); known {
			err = s.patchAll(attributes, extension, op, one)
		} else {
			var path filter.Path
			if path, err = filter.ParsePath([]byte(name)); err != nil {
				return errors.ScimErrorInvalidPath
			}
			err = s.patchOne(attributes, path, home, op, one)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// patchOne applies an operation to the attribute of its path, which is of the home schema unless it names another.
func (s *store) patchOne(
	attributes map[string]interface{}, path filter.Path, home schema.Schema, op string, value interface{},
) error {
	if extension, known := s.extension(path.AttributePath.URI()); known {
		home = extension
	}
	place := attributes
	if home.ID != s.schema.ID {
		nested, _ := attributes[home.ID].(map[string]interface{})
		if nested == nil {
			nested = map[string]interface{}{}
		}
		attributes[home.ID], place = nested, nested
		defer func() {
			if len(nested) == 0 {
				delete(attributes, home.ID)
			}
		}()
	}
	attribute, known := home.Attributes.ContainsAttribute(path.AttributePath.AttributeName)
	if !known {
		if !strings.EqualFold(path.AttributePath.AttributeName, schema.CommonAttributeExternalID) {
			return errors.ScimErrorInvalidPath
		}
		setOrRemove(place, schema.CommonAttributeExternalID, op, value)
		return nil
	}
	sub := path.AttributePath.SubAttributeName() + path.SubAttributeName()
	if inner, known := attribute.SubAttributes().ContainsAttribute(sub); known {
		sub = inner.Name()
	}
	if attribute.MultiValued() {
		return patchValues(place, attribute, path.ValueExpression, sub, op, value)
	}
	patchSingle(place, attribute, sub, op, value)
	return nil
}

func (s *store) extension(uri string) (schema.Schema, bool) {
	for _, one := range s.extensions {
		if strings.EqualFold(one.ID, uri) {
			return one, true
		}
	}
	return schema.Schema{}, false
}

func patchSingle(place map[string]interface{}, attribute schema.CoreAttribute, sub, op string, value interface{}) {
	name := attribute.Name()
	if !attribute.HasSubAttributes() || (sub == "" && op == scim.PatchOperationRemove) {
		setOrRemove(place, name, op, value)
		return
	}
	complexValue, _ := place[name].(map[string]interface{})
	if complexValue == nil {
		complexValue = map[string]interface{}{}
	}
	if sub == "" {
		merge(complexValue, value)
	} else {
		setOrRemove(complexValue, sub, op, value)
	}
	place[name] = complexValue
	if len(complexValue) == 0 {
		delete(place, name)
	}
}

func patchValues(
	place map[string]interface{}, attribute schema.CoreAttribute, which filter.Expression, sub, op string, value interface{},
) error {
	name := attribute.Name()
	values, _ := place[name].([]interface{})
	var changed, written []interface{}
	if which == nil && sub == "" {
		changed = patchedList(values, op, value)
		if op != scim.PatchOperationRemove {
			written = listed(value)
		}
	} else {
		hit := false
		for _, one := range values {
			if which != nil && !passes(attribute, which, one) {
				changed = append(changed, one)
				continue
			}
			hit = true
			if patched := patchedValue(one, sub, op, value); patched != nil {
				changed = append(changed, patched)
				written = append(written, patched)
			}
		}
		if !hit && op != scim.PatchOperationRemove {
			return errors.ScimErrorNoTarget
		}
	}
	givePrimary(changed, written)
	place[name] = changed
	if len(changed) == 0 {
		delete(place, name)
	}
	return nil
}

// patchedList is a whole multi-valued attribute afterwards. A removal with values, which the library hands over, takes
// these alone.
func patchedList(values []interface{}, op string, value interface{}) []interface{} {
	switch {
	case op == scim.PatchOperationReplace:
		return listed(value)
	case op == scim.PatchOperationAdd:
		for _, one := range listed(value) {
			if !has(values, one) {
				values = append(values, one)
			}
		}
		return values
	case value == nil:
		return nil
	}
	var kept []interface{}
	for _, one := range values {
		if !has(listed(value), one) {
			kept = append(kept, one)
		}
	}
	return kept
}

// patchedValue is one value of a multi-valued attribute afterwards, nil when nothing of it is left.
func patchedValue(one interface{}, sub, op string, value interface{}) interface{} {
	members, isComplex := one.(map[string]interface{})
	switch {
	case sub == "" && op == scim.PatchOperationRemove:
		return nil
	case sub == "" && op == scim.PatchOperationAdd && isComplex:
		merge(members, value)
		return members
	case sub == "":
		return value
	}
	setOrRemove(members, sub, op, value)
	if len(members) == 0 {
		return nil
	}
	return members
}

// givePrimary takes "primary" from all others when one of the values that were written has it (RFC 7644 §3.5.2).
func givePrimary(values, written []interface{}) {
	for _, one := range written {
		if !isPrimary(one) {
			continue
		}
		for _, other := range values {
			if isPrimary(other) && !reflect.DeepEqual(one, other) {
				other.(map[string]interface{})["primary"] = false
			}
		}
	}
}

func isPrimary(value interface{}) bool {
	members, _ := value.(map[string]interface{})
	return members["primary"] == true
}

func passes(attribute schema.CoreAttribute, which filter.Expression, value interface{}) bool {
	members, isComplex := value.(map[string]interface{})
	if !isComplex {
		members = map[string]interface{}{"value": value}
	}
	reference := schema.Schema{Attributes: scimfilter.MultiValuedFilterAttributes(attribute)}
	return scimfilter.NewFilterValidator(which, reference).PassesFilter(members) == nil
}

// has tells whether a value is there already: a complex one with all that is wanted, or with the same value and type.
func has(values []interface{}, wanted interface{}) bool {
	for _, one := range values {
		if reflect.DeepEqual(one, wanted) || alike(one, wanted) {
			return true
		}
	}
	return false
}

func alike(one, wanted interface{}) bool {
	a, _ := one.(map[string]interface{})
	b, isComplex := wanted.(map[string]interface{})
	if !isComplex || a["value"] != b["value"] {
		return false
	}
	for name, value := range b {
		if !reflect.DeepEqual(a[name], value) {
			return a["value"] != nil && a["type"] == b["type"]
		}
	}
	return true
}

func listed(value interface{}) []interface{} {
	if values, isList := value.([]interface{}); isList {
		return values
	}
	return []interface{}{value}
}

func merge(members map[string]interface{}, value interface{}) {
	given, _ := value.(map[string]interface{})
	for name, one := range given {
		members[name] = one
	}
}

func setOrRemove(members map[string]interface{}, name, op string, value interface{}) {
	if op == scim.PatchOperationRemove {
		delete(members, name)
	} else {
		members[name] = value
	}
}
