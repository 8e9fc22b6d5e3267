// Command server serves SCIM from memory with github.com/elimity-com/scim.
package main

import (
	"encoding/json"
	"flag"
	"log"
	"net/http"
	"os"

	"github.com/elimity-com/scim"
	"github.com/elimity-com/scim/errors"
	"github.com/elimity-com/scim/optional"
	"github.com/elimity-com/scim/schema"
)

func main() {
	address := flag.String("address", "127.0.0.1:8080", "host and port to listen on")
	flag.Parse()
	server, err := newServer("http://" + *address + "/v2")
	if err != nil {
		log.Fatal(err)
	}
	log.Fatal(http.ListenAndServe(*address, authenticated(server, os.Getenv("SCIM_SERVER_TOKEN"))))
}

func newServer(baseURL string) (scim.Server, error) {
	user, group, enterprise := schema.CoreUserSchema(), schema.CoreGroupSchema(), schema.ExtensionEnterpriseUser()
	return scim.NewServer(&scim.ServerArgs{
		ServiceProviderConfig: &scim.ServiceProviderConfig{
			MaxResults:       200,
			SupportFiltering: true,
			SupportPatch:     true,
			AuthenticationSchemes: []scim.AuthenticationScheme{{
				Type:        scim.AuthenticationTypeOauthBearerToken,
				Name:        "Bearer token",
				Description: "A static bearer token",
				Primary:     true,
			}},
		},
		ResourceTypes: []scim.ResourceType{
			{
				ID:               optional.NewString("User"),
				Name:             "User",
				Endpoint:         "/Users",
				Description:      optional.NewString("User Account"),
				Schema:           user,
				SchemaExtensions: []scim.SchemaExtension{{Schema: enterprise}},
				Handler:          newStore("User", "userName", user, enterprise),
			},
			{
				ID:          optional.NewString("Group"),
				Name:        "Group",
				Endpoint:    "/Groups",
				Description: optional.NewString("Group"),
				Schema:      group,
				Handler:     newStore("Group", "", group),
			},
		},
	}, scim.WithBaseURL(baseURL))
}

// authenticated lets through requests that carry the token; the library leaves authentication to its user.
func authenticated(next http.Handler, token string) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Header.Get("Authorization") == "Bearer "+token {
			next.ServeHTTP(w, r)
			return
		}
		w.Header().Set("Content-Type", "application/scim+json")
		w.Header().Set("WWW-Authenticate", "Bearer")
		w.WriteHeader(http.StatusUnauthorized)
		_ = json.NewEncoder(w).Encode(errors.ScimError{Status: http.StatusUnauthorized, Detail: "No valid token"})
	})
}
