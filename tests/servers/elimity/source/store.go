package main

import (
	"crypto/rand"
	"encoding/json"
	"fmt"
	"net/http"
	"reflect"
	"strings"
	"sync"
	"time"

	"github.com/elimity-com/scim"
	"github.com/elimity-com/scim/errors"
	"github.com/elimity-com/scim/schema"
)

// store keeps the resources of one type in memory, in the order of their creation.
type store struct {
	mutex      sync.Mutex
	typeName   string
	unique     string
	schema     schema.Schema
	extensions []schema.Schema
	rows       []*row
}

type row struct {
	id                    string
	attributes            map[string]interface{}
	created, lastModified time.Time
}

// newStore makes a store in which no two resources share the unique attribute, whatever its letter case.
func newStore(typeName, unique string, s schema.Schema, extensions ...schema.Schema) *store {
	return &store{typeName: typeName, unique: unique, schema: s, extensions: extensions}
}

func (s *store) Create(_ *http.Request, attributes scim.ResourceAttributes) (scim.Resource, error) {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	now := time.Now().UTC()
	one := &row{id: newID(), attributes: attributes, created: now, lastModified: now}
	if s.taken(one.id, attributes) {
		return scim.Resource{}, errors.ScimErrorUniqueness
	}
	s.rows = append(s.rows, one)
	return s.resource(one), nil
}

func (s *store) Get(_ *http.Request, id string) (scim.Resource, error) {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	one, err := s.find(id)
	if err != nil {
		return scim.Resource{}, err
	}
	return s.resource(one), nil
}

func (s *store) GetAll(_ *http.Request, params scim.ListRequestParams) (scim.Page, error) {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	page := scim.Page{Resources: []scim.Resource{}}
	for _, one := range s.rows {
		if params.FilterValidator != nil && params.FilterValidator.PassesFilter(s.filterable(one)) != nil {
			continue
		}
		page.TotalResults++
		if page.TotalResults >= params.StartIndex && len(page.Resources) < params.Count {
			page.Resources = append(page.Resources, s.resource(one))
		}
	}
	return page, nil
}

func (s *store) Replace(_ *http.Request, id string, attributes scim.ResourceAttributes) (scim.Resource, error) {
	return s.change(id, func(map[string]interface{}) (map[string]interface{}, error) { return attributes, nil })
}

func (s *store) Patch(_ *http.Request, id string, operations []scim.PatchOperation) (scim.Resource, error) {
	return s.change(id, func(attributes map[string]interface{}) (map[string]interface{}, error) {
		return s.patched(attributes, operations)
	})
}

func (s *store) Delete(_ *http.Request, id string) error {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	for i, one := range s.rows {
		if one.id == id {
			s.rows = append(s.rows[:i:i], s.rows[i+1:]...)
			return nil
		}
	}
	return errors.ScimErrorResourceNotFound(id)
}

// change gives a resource the attributes that are made of a copy of its own, or leaves it as it is.
func (s *store) change(id string, make func(map[string]interface{}) (map[string]interface{}, error)) (scim.Resource, error) {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	one, err := s.find(id)
	if err != nil {
		return scim.Resource{}, err
	}
	attributes, err := make(copied(one.attributes))
	if err != nil {
		return scim.Resource{}, err
	}
	if s.taken(id, attributes) {
		return scim.Resource{}, errors.ScimErrorUniqueness
	}
	if !reflect.DeepEqual(copied(one.attributes), copied(attributes)) {
		one.attributes, one.lastModified = attributes, time.Now().UTC()
	}
	return s.resource(one), nil
}

func (s *store) find(id string) (*row, error) {
	for _, one := range s.rows {
		if one.id == id {
			return one, nil
		}
	}
	return nil, errors.ScimErrorResourceNotFound(id)
}

func (s *store) taken(id string, attributes map[string]interface{}) bool {
	wanted, isText := attributes[s.unique].(string)
	for _, one := range s.rows {
		if name, _ := one.attributes[s.unique].(string); isText && one.id != id && strings.EqualFold(name, wanted) {
			return true
		}
	}
	return false
}

// resource is what a handler hands back: without what is never returned, as the README asks of handlers.
func (s *store) resource(one *row) scim.Resource {
	attributes := copied(one.attributes)
	for _, attribute := range s.schema.Attributes {
		if attribute.Returned() == "never" {
			delete(attributes, attribute.Name())
		}
	}
	created, lastModified := one.created, one.lastModified
	return scim.Resource{
		ID:         one.id,
		Attributes: attributes,
		Meta:       scim.Meta{Created: &created, LastModified: &lastModified},
	}
}

// filterable is a resource as PassesFilter reads it: common attributes among the others, and each attribute of an
// extension under its full name.
func (s *store) filterable(one *row) map[string]interface{} {
	flat := copied(one.attributes)
	flat["id"] = one.id
	flat["meta"] = map[string]interface{}{
		"resourceType": s.typeName,
		"created":      one.created.Format(time.RFC3339),
		"lastModified": one.lastModified.Format(time.RFC3339),
	}
	for _, extension := range s.extensions {
		nested, _ := flat[extension.ID].(map[string]interface{})
		delete(flat, extension.ID)
		for name, value := range nested {
			flat[extension.ID+":"+name] = value
		}
	}
	return flat
}

func copied(attributes map[string]interface{}) map[string]interface{} {
	text, err := json.Marshal(attributes)
	if err != nil {
		panic(err)
	}
	var twin map[string]interface{}
	if err := json.Unmarshal(text, &twin); err != nil {
		panic(err)
	}
	if twin == nil {
		twin = map[string]interface{}{}
	}
	return twin
}

// newID makes a random UUID (RFC 9562 §5.4).
func newID() string {
	var b [16]byte
	_, _ = rand.Read(b[:])
	b[6], b[8] = b[6]&0x0f|0x40, b[8]&0x3f|0x80
	return fmt.Sprintf("%x-%x-%x-%x-%x", b[:4], b[4:6], b[6:8], b[8:10], b[10:])
}
